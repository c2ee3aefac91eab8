-- HAVING over an aggregate of answers, alone and together with the SELECT list: one question.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT kind, count(*) FROM reviews GROUP BY kind HAVING count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) > 100 ORDER BY kind
-- > book | 423
-- > film | 396
-- > game | 381
-- query
-- expect_llm_calls = 0
-- expect_decision USE_PROXY
SELECT kind, count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) AS n, count_if(good) FROM reviews GROUP BY kind HAVING count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) > 0 ORDER BY kind
-- > book | 142 | 142
-- > film | 126 | 126
-- > game | 123 | 123
