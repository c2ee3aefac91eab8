-- Two questions in one query: each has its own understudy.
-- query
-- expect_llm_calls = 400
-- expect_decision USE_PROXY
-- expect_decision USE_PROXY
SELECT count(*), count_if(AI.IF('Is this review positive? ' || review, embeddings => emb) = good), count_if(AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb) = kind) FROM reviews
-- > 1200 | 1200 | 1200
