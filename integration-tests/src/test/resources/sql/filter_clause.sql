-- FILTER (WHERE ...) of an aggregate, and an aggregate over a guarded call.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*) FILTER (WHERE AI.IF('Is this review positive? ' || review, embeddings => emb)), count(*) FILTER (WHERE good), count(*) FROM reviews
-- > 391 | 391 | 1200
-- query
-- expect_llm_calls = 13
-- expect_decision USE_LLM
SELECT count(*) FILTER (WHERE kind = 'film' AND AI.IF('Is it positive? ' || review)), count(*) FILTER (WHERE kind = 'film' AND good) FROM few
-- > 9 | 9
