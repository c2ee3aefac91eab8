-- Where nobody can embed, the understudy looks at the words.
-- config spark.understudy.embedder=nobody
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count_if(AI.IF('Is this review positive? ' || review) = good) FROM reviews
-- > 1200
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count_if(AI.CLASSIFY(review, array('book', 'film', 'game')) = kind) FROM reviews
-- > 1200
