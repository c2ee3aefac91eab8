-- Correlated subqueries with the call inside, and outside.
-- query
-- expect_llm_calls = 40
-- expect_decision USE_LLM
SELECT kind, (SELECT count(*) FROM few f WHERE f.kind = k.kind AND AI.IF('Is it positive? ' || f.review)) AS n FROM (SELECT DISTINCT kind FROM few) k ORDER BY kind
-- > book | 5
-- > film | 9
-- > game | 5
-- query
-- expect_llm_calls = 0
-- expect_decision USE_LLM
SELECT count(*) FROM few f WHERE AI.IF('Is it positive? ' || f.review) AND id > (SELECT min(id) FROM few x WHERE x.kind = f.kind)
-- > 17
