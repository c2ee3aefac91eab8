-- A question about a group is asked once per group.
-- query
-- expect_llm_calls = 3
-- expect_decision USE_LLM
SELECT kind, AI.IF('Is it positive? ' || max(review)) = max_by(good, review) FROM reviews GROUP BY kind ORDER BY kind
-- > book | true
-- > film | true
-- > game | true
