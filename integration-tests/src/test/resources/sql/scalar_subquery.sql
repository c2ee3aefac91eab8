-- The answers of a subquery and those of the query around it are the same.
-- query
-- expect_llm_calls = 200
SELECT count(*), (SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) FROM reviews) FROM reviews WHERE AI.IF('Is this review positive? ' || review, embeddings => emb)
-- > 391 | 391
