-- MERGE into Delta: in the source, in a WHEN clause, and as the value that is set.
-- setup
DROP TABLE IF EXISTS it_merge
-- setup
CREATE TABLE it_merge USING delta AS SELECT id, review, good, cast(NULL AS STRING) AS topic FROM few WHERE id < 20
-- query
-- expect_llm_calls = 40
MERGE INTO it_merge t USING few f ON t.id = f.id WHEN MATCHED THEN UPDATE SET t.topic = AI.CLASSIFY(f.review, array('book', 'film', 'game')) WHEN NOT MATCHED THEN INSERT (id, review, good, topic) VALUES (f.id, f.review, f.good, AI.CLASSIFY(f.review, array('book', 'film', 'game')))
-- > 40 | 20 | 0 | 20
-- query
-- expect_llm_calls = 0
SELECT count(*), count_if(t.topic = f.kind) FROM it_merge t JOIN few f USING (id)
-- > 40 | 40
-- query
-- expect_llm_calls = 40
MERGE INTO it_merge t USING few f ON t.id = f.id WHEN MATCHED AND AI.IF('Is it positive? ' || t.review) THEN DELETE
-- > 19 | 0 | 19 | 0
-- query
-- expect_llm_calls = 0
SELECT count(*), count_if(good) FROM it_merge
-- > 21 | 0
-- setup
DROP TABLE it_merge
