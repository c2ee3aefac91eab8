-- shape pipe where
-- calls = 16
FROM r |> WHERE @good() |> SELECT id, price
-- shape pipe extend, aggregate, order
-- calls = 16
-- ordered
FROM r |> EXTEND @topic() AS t |> AGGREGATE count(*) AS n GROUP BY t |> ORDER BY t
-- shape pipe set, drop, as
-- calls = 16
FROM r |> SET review = upper(string(@good())) |> DROP says_good, says_film, says_topic |> AS x |> SELECT x.id, x.review
-- shape pipe join and limit
-- calls = 11
-- ordered
FROM r |> JOIN s USING (shop) |> WHERE @good(r) |> ORDER BY id |> LIMIT 2 |> SELECT id, city
-- shape pipe union and window
-- calls = 16
FROM r |> WHERE @good() |> UNION ALL (FROM r |> WHERE NOT @good()) |> SELECT id, count(*) OVER (PARTITION BY shop)
-- shape pipe pivot
-- calls = 16
FROM r |> SELECT shop, @topic() AS t |> PIVOT (count(*) FOR t IN ('book', 'film'))
-- shape from first
-- calls = 16
FROM r SELECT id, @good() WHERE @good()
-- shape identifier clause
-- calls = 16
SELECT IDENTIFIER('id'), @good() FROM IDENTIFIER('r') WHERE IDENTIFIER('r.id') >= 0
-- shape session variable in the text
-- calls = 16
DECLARE VARIABLE suffix STRING DEFAULT ' good'
-- then
SELECT id, @good[review || suffix] FROM r
-- shape session variable set to an answer
-- calls = 16
DECLARE VARIABLE n BIGINT DEFAULT 0
-- then
SET VARIABLE n = (SELECT count(*) FROM r WHERE @good())
-- then
SELECT n, count(*) FROM r WHERE price > n
-- shape session variable in a predicate
-- calls = 8
DECLARE VARIABLE top INT DEFAULT 9
-- then
SELECT id FROM r WHERE @good() AND id < top
-- shape execute immediate
-- calls = 16
EXECUTE IMMEDIATE "SELECT id, @good() AS g FROM r WHERE id >= 0"
-- shape execute immediate into
-- calls = 16
DECLARE VARIABLE found BIGINT
-- then
EXECUTE IMMEDIATE "SELECT count(*) FROM r WHERE @good()" INTO found
-- then
SELECT found
-- shape script
-- calls = 16
BEGIN
  DECLARE n BIGINT DEFAULT 0;
  SET n = (SELECT count(*) FROM r WHERE @good());
  SELECT n, count(*) FROM r WHERE @good() OR price > n;
END
-- shape script with if and loop
-- calls = 16
BEGIN
  DECLARE i INT DEFAULT 0;
  DECLARE n BIGINT DEFAULT 0;
  WHILE i < 3 DO
    SET n = n + (SELECT count(*) FROM r WHERE @good() AND id % 3 = i);
    SET i = i + 1;
  END WHILE;
  IF (SELECT count_if(@good()) FROM r) = n THEN
    SELECT 'same', n;
  ELSE
    SELECT 'different', n;
  END IF;
END
-- shape script with a for loop over answers
-- calls = 16
BEGIN
  DECLARE all STRING DEFAULT '';
  FOR row AS SELECT id, @topic() AS t FROM r ORDER BY id LIMIT 30 DO
    SET all = all || coalesce(row.t, '-') || ',';
  END FOR;
  SELECT all;
END
-- shape script with a handler
-- calls = 16
BEGIN
  DECLARE EXIT HANDLER FOR SQLEXCEPTION SELECT 'handled', count(*) FROM r WHERE @good();
  SELECT raise_error('on purpose');
END
-- shape SQL function around a call
-- calls = 16
CREATE TEMPORARY FUNCTION is_good(text STRING) RETURNS BOOLEAN RETURN @good[text]
-- then
SELECT id, is_good(review) FROM r
-- then
SELECT id, is_good(review) FROM r WHERE is_good(review)
-- then
SELECT id, is_good(review), @good() FROM r WHERE is_good(review) OR id < 0
-- shape SQL table function around a call
-- calls = 8
CREATE TEMPORARY FUNCTION good_before(top INT) RETURNS TABLE (i INT) RETURN SELECT id FROM r WHERE @good() AND id < top
-- then
SELECT i FROM good_before(9)
-- shape AQE off
-- calls = 16
-- config spark.sql.adaptive.enabled=false
SELECT shop, count_if(@good()), max(@good()) FROM r GROUP BY shop HAVING count_if(@good()) >= 0
-- shape without whole-stage code
-- calls = 16
-- config spark.sql.codegen.wholeStage=false
SELECT id, CASE WHEN @good() THEN 'yes' ELSE 'no' END FROM r WHERE @good() IS NOT NULL
-- shape without code generation
-- calls = 16
-- config spark.sql.codegen.factoryMode=NO_CODEGEN
-- config spark.sql.codegen.wholeStage=false
SELECT @topic() AS t, count(*) FROM r GROUP BY 1
-- shape without ANSI mode
-- calls = 16
-- config spark.sql.ansi.enabled=false
SELECT id, int(@good()) + '1', @good() = 'true' FROM r
-- shape reserved words enforced
-- calls = 16
-- config spark.sql.ansi.enforceReservedKeywords=true
SELECT id, CASE WHEN @good() THEN 1 END FROM r
-- shape without broadcast joins
-- calls = 18
-- config spark.sql.autoBroadcastJoinThreshold=-1
-- config spark.sql.adaptive.enabled=false
SELECT r.id, @good(r), @good(s) FROM r LEFT JOIN s ON r.shop = s.shop
-- shape dynamic partition pruning
-- calls = 12
CREATE TABLE shape_a USING delta PARTITIONED BY (shop) AS SELECT * FROM r
-- then
SELECT a.id, s.city FROM shape_a a JOIN s ON a.shop = s.shop WHERE @good(s) AND @good(a)
-- shape runtime filters
-- calls = 3
-- config spark.sql.optimizer.runtime.bloomFilter.applicationSideScanSizeThreshold=0
SELECT a.id, s.city FROM r a JOIN s ON a.shop = s.shop WHERE @good(s)
-- shape constraint propagation off
-- calls = 11
-- config spark.sql.constraintPropagation.enabled=false
SELECT r.id FROM r JOIN s ON r.shop = s.shop WHERE @good(r) AND r.price > 3
-- shape cost-based optimisation
-- calls = 11
-- config spark.sql.cbo.enabled=true
-- config spark.sql.cbo.joinReorder.enabled=true
SELECT r.id FROM r JOIN s ON r.shop = s.shop JOIN r x ON x.id = r.id WHERE @good(r)
-- shape time zone and collation
-- calls = 16
SELECT id, @topic() COLLATE UTF8_LCASE = 'FILM' FROM r
