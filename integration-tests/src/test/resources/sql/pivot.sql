-- PIVOT by the answer.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT * FROM (SELECT kind, AI.IF('Is this review positive? ' || review, embeddings => emb) AS ai FROM reviews) PIVOT (count(*) FOR ai IN (true AS yes, false AS no)) ORDER BY kind
-- > book | 142 | 281
-- > film | 126 | 270
-- > game | 123 | 258
