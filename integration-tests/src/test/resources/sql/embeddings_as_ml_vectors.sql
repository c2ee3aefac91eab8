-- MLlib's vectors.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*), count_if(AI.IF('Is this review positive? ' || review, embeddings => emb) = good) FROM reviews_ml
-- > 1200 | 1200
