-- A SQL function around a call.
-- setup
CREATE TEMPORARY FUNCTION is_positive(text STRING, vector ARRAY<FLOAT>) RETURNS BOOLEAN RETURN AI.IF('Is this review positive? ' || text, embeddings => vector)
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*), count_if(good) FROM reviews WHERE is_positive(review, emb)
-- > 391 | 391
