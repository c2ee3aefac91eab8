-- EXECUTE IMMEDIATE.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
EXECUTE IMMEDIATE "SELECT count(*), count_if(good) FROM reviews WHERE AI.IF('Is this review positive? ' || review, embeddings => emb)"
-- > 391 | 391
