-- A CTE that is used twice is asked once.
-- query
-- expect_llm_calls = 200
WITH judged AS (SELECT id, good, AI.IF('Is this review positive? ' || review, embeddings => emb) AS ai FROM reviews)
SELECT (SELECT count(*) FROM judged WHERE ai), (SELECT count(*) FROM judged WHERE NOT ai), (SELECT count(*) FROM judged WHERE ai <> good)
-- > 391 | 809 | 0
