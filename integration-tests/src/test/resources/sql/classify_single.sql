-- AI.CLASSIFY into one of three kinds.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*), count_if(AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb) = kind) FROM reviews
-- > 1200 | 1200
