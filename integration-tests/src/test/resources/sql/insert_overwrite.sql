-- INSERT OVERWRITE of the table that is read.
-- setup
DROP TABLE IF EXISTS it_overwrite
-- setup
CREATE TABLE it_overwrite USING delta AS SELECT * FROM reviews
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
INSERT OVERWRITE it_overwrite SELECT * FROM it_overwrite WHERE AI.IF('Is this review positive? ' || review, embeddings => emb)
-- query
-- expect_llm_calls = 0
SELECT count(*), count_if(good) FROM it_overwrite
-- > 391 | 391
-- setup
DROP TABLE it_overwrite
