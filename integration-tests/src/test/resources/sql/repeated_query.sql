-- A repeated query pays nothing again.
-- query
-- expect_llm_calls = 200
SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) FROM reviews
-- > 391
-- query
-- expect_llm_calls = 0
-- expect_decision USE_PROXY
SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) FROM reviews
-- > 391
