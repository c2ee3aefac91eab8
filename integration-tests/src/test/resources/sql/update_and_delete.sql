-- UPDATE and DELETE on Delta: as the condition and as the value that is set.
-- setup
DROP TABLE IF EXISTS it_update
-- setup
CREATE TABLE it_update USING delta AS SELECT id, review, good, kind, 'none' AS topic FROM few
-- query
-- expect_llm_calls = 20
UPDATE it_update SET topic = AI.CLASSIFY(review, array('book', 'film', 'game')) WHERE id < 20
-- > 20
-- query
-- expect_llm_calls = 0
SELECT count_if(topic = kind), count_if(topic = 'none') FROM it_update
-- > 20 | 20
-- query
-- expect_llm_calls = 40
DELETE FROM it_update WHERE AI.IF('Is it positive? ' || review)
-- > 19
-- query
-- expect_llm_calls = 0
SELECT count(*), count_if(good) FROM it_update
-- > 21 | 0
-- query
-- expect_llm_calls = 0
UPDATE it_update SET topic = 'poor' WHERE NOT AI.IF('Is it positive? ' || review)
-- > 21
-- query
-- expect_llm_calls = 0
SELECT count(*), count_if(topic = 'poor') FROM it_update
-- > 21 | 21
-- setup
DROP TABLE it_update
