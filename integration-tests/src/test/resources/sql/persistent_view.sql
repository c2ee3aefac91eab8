-- A persistent view over a table.
-- setup
DROP VIEW IF EXISTS it_judged
-- setup
DROP TABLE IF EXISTS it_few
-- setup
CREATE TABLE it_few USING parquet AS SELECT * FROM few
-- setup
CREATE VIEW it_judged AS SELECT id, good, AI.IF(prompt => 'Is it positive? ' || review) AS ai FROM it_few
-- query
-- expect_llm_calls = 40
SELECT count(*), count_if(ai = good) FROM it_judged
-- > 40 | 40
-- setup
DROP VIEW it_judged
-- setup
DROP TABLE it_few
