-- A Delta table as source, and another made of answers.
-- setup
DROP TABLE IF EXISTS it_reviews
-- setup
DROP TABLE IF EXISTS it_answers
-- setup
CREATE TABLE it_reviews USING delta AS SELECT * FROM reviews
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
CREATE TABLE it_answers USING delta AS SELECT id, good, AI.IF('Is this review positive? ' || review, embeddings => emb) AS ai FROM it_reviews
-- query
-- expect_llm_calls = 0
SELECT count(*), count_if(ai = good) FROM it_answers
-- > 1200 | 1200
-- query
-- expect_llm_calls = 0
INSERT INTO it_answers SELECT id, good, AI.IF('Is this review positive? ' || review, embeddings => emb) FROM it_reviews WHERE id < 1000000
-- query
-- expect_llm_calls = 0
SELECT count(*), count_if(ai = good) FROM it_answers
-- > 2400 | 2400
-- setup
DROP TABLE it_answers
-- setup
DROP TABLE it_reviews
