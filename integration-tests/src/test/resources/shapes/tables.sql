-- shape create table as select
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT id, @good() AS g FROM r
-- then
SELECT * FROM shape_a
-- shape create parquet table as select
-- calls = 16
CREATE TABLE shape_p USING parquet AS SELECT id, @topic() AS t FROM r WHERE @topic() <> 'book'
-- then
SELECT * FROM shape_p
-- shape replace table as select
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT 1 AS one
-- then
REPLACE TABLE shape_a USING delta AS SELECT @topic() AS t, count(*) AS n FROM r GROUP BY 1
-- then
SELECT * FROM shape_a
-- shape insert select
-- calls = 16
CREATE TABLE shape_a (id INT, g BOOLEAN) USING delta
-- then
INSERT INTO shape_a SELECT id, @good() FROM r WHERE @good() IS NOT NULL
-- then
SELECT * FROM shape_a
-- shape insert by name
-- calls = 16
CREATE TABLE shape_a (id INT, g BOOLEAN) USING delta
-- then
INSERT INTO shape_a BY NAME SELECT @good() AS g, id FROM r
-- then
SELECT * FROM shape_a
-- shape insert constants
-- calls = 2
CREATE TABLE shape_a (id INT, g BOOLEAN) USING delta
-- then
INSERT INTO shape_a SELECT 1, @good['a good one'] UNION ALL SELECT 2, @good['a poor one'] UNION ALL SELECT 3, NULL
-- then
SELECT * FROM shape_a
-- shape insert values, which Spark evaluates while it analyses
-- calls = 0
-- error INVALID_INLINE_TABLE.CANNOT_EVALUATE_EXPRESSION_IN_INLINE_TABLE
CREATE TABLE shape_a (id INT, g BOOLEAN) USING delta
-- then
INSERT INTO shape_a VALUES (1, @good['a good one']), (2, @good['a poor one']), (3, NULL)
-- then
SELECT * FROM shape_a
-- shape insert overwrite
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT id, says_good AS g FROM r
-- then
INSERT OVERWRITE shape_a SELECT id, @good() FROM r WHERE @good()
-- then
SELECT * FROM shape_a
-- shape insert overwrite of the table that is read
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
INSERT OVERWRITE shape_a SELECT * FROM shape_a WHERE @good()
-- then
SELECT * FROM shape_a
-- shape insert replace where
-- calls = 8
CREATE TABLE shape_a USING delta AS SELECT id, says_topic AS t FROM r
-- then
INSERT INTO shape_a REPLACE WHERE id < 9 SELECT id, upper(@topic()) FROM r WHERE id < 9
-- then
SELECT * FROM shape_a
-- shape a Delta table as source
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
SELECT id, @good() FROM shape_a WHERE @topic() IS NULL OR id >= 0
-- shape a partitioned Delta table as source
-- calls = 3
CREATE TABLE shape_a USING delta PARTITIONED BY (shop) AS SELECT * FROM r
-- then
SELECT id FROM shape_a WHERE @good() AND shop = 3
-- shape an older version of a Delta table
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
DELETE FROM shape_a WHERE id > 3
-- then
SELECT id FROM shape_a VERSION AS OF 0 WHERE @good()
-- shape delete
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
DELETE FROM shape_a WHERE @good()
-- then
SELECT * FROM shape_a
-- shape delete, cheap predicate first
-- calls = 8
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
DELETE FROM shape_a WHERE @good() AND id < 9
-- then
SELECT * FROM shape_a
-- shape delete from a partitioned table
-- calls = 3
CREATE TABLE shape_a USING delta PARTITIONED BY (shop) AS SELECT * FROM r
-- then
DELETE FROM shape_a WHERE shop = 3 AND NOT @good()
-- then
SELECT * FROM shape_a
-- shape delete by a question about the partition column
-- calls = 3
CREATE TABLE shape_a USING delta PARTITIONED BY (says_topic) AS SELECT * FROM r
-- then
DELETE FROM shape_a WHERE @film[says_topic]
-- then
SELECT * FROM shape_a
-- shape select by a question about the partition column
-- calls = 3
CREATE TABLE shape_a USING delta PARTITIONED BY (says_topic) AS SELECT * FROM r
-- then
SELECT id FROM shape_a WHERE @film[says_topic]
-- shape update, condition
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
UPDATE shape_a SET price = -1 WHERE @topic() = 'film'
-- then
SELECT * FROM shape_a
-- shape update, set
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT *, 'none' AS t FROM r
-- then
UPDATE shape_a SET t = @topic(), price = if(@good(), 1, 0) WHERE id < 9
-- then
SELECT * FROM shape_a
-- shape update, condition and set
-- calls = 22
CREATE TABLE shape_a USING delta AS SELECT *, 'none' AS t FROM r
-- then
UPDATE shape_a SET t = @topic() WHERE @good()
-- then
SELECT * FROM shape_a
-- shape merge, condition
-- calls = 12
-- why Delta joins twice, the second time with an outer join over all rows of the files that change
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
MERGE INTO shape_a t USING s ON t.id = s.shop AND @good(t) WHEN MATCHED THEN UPDATE SET t.price = -1
-- then
SELECT * FROM shape_a
-- shape merge, condition on the source
-- calls = 4
-- why Delta joins twice, the second time with an outer join over all rows of the files that change
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
MERGE INTO shape_a t USING s ON t.id = s.shop AND @good(s) WHEN MATCHED THEN DELETE
-- then
SELECT * FROM shape_a
-- shape merge, matched and
-- calls = 15
-- why Delta joins twice, the second time with an outer join over all rows of the files that change
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
MERGE INTO shape_a t USING s ON t.id = s.shop WHEN MATCHED AND @good(t) THEN UPDATE SET t.price = -1 WHEN MATCHED AND @good(s) THEN DELETE
-- then
SELECT * FROM shape_a
-- shape merge, not matched and
-- calls = 1
CREATE TABLE shape_a USING delta AS SELECT id, shop, review, says_good FROM r
-- then
MERGE INTO shape_a t USING s ON t.id = s.shop + 20 WHEN NOT MATCHED AND @good(s) THEN INSERT (id, shop, review, says_good) VALUES (s.shop + 20, s.shop, s.review, s.says_good)
-- then
SELECT * FROM shape_a
-- shape merge, not matched by source
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
MERGE INTO shape_a t USING s ON t.id = s.shop WHEN NOT MATCHED BY SOURCE AND @good(t) THEN DELETE
-- then
SELECT * FROM shape_a
-- shape merge, answers in set and values
-- calls = 4
CREATE TABLE shape_a USING delta AS SELECT id, says_topic AS t FROM r
-- then
MERGE INTO shape_a t USING s ON t.id = s.shop WHEN MATCHED THEN UPDATE SET t.t = @topic(s) WHEN NOT MATCHED THEN INSERT (id, t) VALUES (s.shop, @topic(s))
-- then
SELECT * FROM shape_a
-- shape merge, source with answers
-- calls = 7
CREATE TABLE shape_a USING delta AS SELECT id, says_topic AS t FROM r
-- then
MERGE INTO shape_a t USING (SELECT shop, @topic() AS t FROM s WHERE @good()) q ON t.id = q.shop WHEN MATCHED THEN UPDATE SET t.t = upper(q.t) WHEN NOT MATCHED THEN INSERT (id, t) VALUES (q.shop, q.t)
-- then
SELECT * FROM shape_a
-- shape insert into two partitions dynamically
-- calls = 16
-- config spark.sql.sources.partitionOverwriteMode=dynamic
CREATE TABLE shape_p (id INT, t STRING) USING parquet PARTITIONED BY (t)
-- then
INSERT OVERWRITE shape_p PARTITION (t) SELECT id, coalesce(@topic(), 'none') FROM r
-- then
SELECT * FROM shape_p
-- shape insert into a directory
-- calls = 16
INSERT OVERWRITE DIRECTORY 'target/it/shape_directory' USING json SELECT id, @topic() AS t FROM r
-- then
SELECT id, t FROM json.`target/it/shape_directory`
-- shape cached table
-- calls = 16
CACHE TABLE c AS SELECT id, @good() AS g FROM r
-- then
SELECT count(*) FROM c WHERE g
-- then
SELECT count(*), count(g) FROM c
-- shape lazily cached table with answers in it
-- calls = 16
CACHE LAZY TABLE c AS SELECT id, @good() AS g FROM r
-- then
SELECT id FROM c WHERE NOT g
-- shape cached input
-- calls = 16
CACHE TABLE r
-- then
SELECT id, @good() FROM r
-- then
UNCACHE TABLE r
-- shape temporary view
-- calls = 16
CREATE TEMPORARY VIEW v AS SELECT *, @good() AS g FROM r
-- then
SELECT id FROM v WHERE g
-- then
SELECT count_if(g), count_if(@good()) FROM v
-- shape view of a view, with a call of its own
-- calls = 22
CREATE TEMPORARY VIEW v AS SELECT * FROM r WHERE @good()
-- then
CREATE TEMPORARY VIEW w AS SELECT id, @topic() AS t FROM v
-- then
SELECT t, count(*) FROM w GROUP BY t
-- shape global temporary view
-- calls = 16
CREATE OR REPLACE GLOBAL TEMPORARY VIEW v AS SELECT id, @good() AS g FROM r
-- then
SELECT * FROM global_temp.v WHERE g
-- shape persistent view
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
CREATE OR REPLACE VIEW shape_view AS SELECT id, @topic() AS t FROM shape_a
-- then
SELECT t, count(*) FROM shape_view GROUP BY t
-- then
DROP VIEW shape_view
-- shape view with a schema
-- calls = 16
CREATE TEMPORARY VIEW v (a, b) AS SELECT id, @good() FROM r
-- then
SELECT b, sum(a) FROM v GROUP BY b
-- shape input_file_name above a call
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
SELECT count(*), count(DISTINCT f) > 1, count_if(f LIKE '%.parquet') FROM (SELECT @good() AS g, input_file_name() AS f FROM shape_a) WHERE g
-- shape input_file_name above two questions, grouped
-- calls = 22
CREATE TABLE shape_a USING delta AS SELECT /*+ REPARTITION(3) */ * FROM r
-- then
SELECT count(*), count(DISTINCT f), count_if(f = path) = count(*) FROM (SELECT substring_index(input_file_name(), '/', -1) AS f, file_name AS path FROM (SELECT *, _metadata.file_name FROM shape_a) WHERE @good() AND @film())
-- shape input_file_name in a predicate beside the question
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT * FROM r
-- then
SELECT count(*), min(b), min(n) > 0 FROM (SELECT input_file_block_start() AS b, input_file_block_length() AS n FROM shape_a WHERE @good() AND input_file_name() LIKE '%.parquet')
-- shape metadata of the file
-- calls = 16
CREATE TABLE shape_a USING delta AS SELECT * FROM r ORDER BY id
-- then
SELECT id, _metadata.file_name LIKE '%.parquet', @good() FROM shape_a WHERE @good()
-- shape numbers that hang on the row's place
-- calls = 16
SELECT count(DISTINCT n), count_if(p >= 0), count_if(d BETWEEN 0 AND 1), count(*) FROM (SELECT monotonically_increasing_id() AS n, spark_partition_id() AS p, rand(3) AS d, @good() AS g FROM r) WHERE g IS NOT NULL
-- shape a random sample before the question
-- calls <= 16
SELECT count(*) >= 0, count(g) <= 16 FROM (SELECT @good() AS g FROM r WHERE rand(3) < 0.5)
