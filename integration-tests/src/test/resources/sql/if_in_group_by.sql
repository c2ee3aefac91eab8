-- AI.IF as a grouping key, written twice: one call.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT AI.IF('Is this review positive? ' || review, embeddings => emb) AS ai, good, count(*) FROM reviews GROUP BY AI.IF('Is this review positive? ' || review, embeddings => emb), good ORDER BY ai
-- > false | false | 809
-- > true | true | 391
