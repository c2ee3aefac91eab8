-- shape in the select list
-- calls = 32
SELECT id, @good() AS g, @topic() AS t FROM r
-- shape where
-- calls = 16
SELECT id FROM r WHERE @good()
-- shape where not
-- calls = 16
SELECT id FROM r WHERE NOT @good()
-- shape is null, is not null, is true, is not true
-- calls = 16
SELECT id, @good() IS NULL, @good() IS NOT NULL, @good() IS TRUE, @good() IS NOT TRUE, @good() IS UNKNOWN FROM r
-- shape null-safe equality
-- calls = 32
SELECT id FROM r WHERE @good() <=> @film()
-- shape equality of two answers
-- calls = 32
SELECT id FROM r WHERE @good() = @film()
-- shape comparison with a constant
-- calls = 32
SELECT id, @good() = true, @topic() < 'film', @topic() LIKE '%m', @topic() IN ('book', 'game') FROM r
-- shape cheap predicate first, written last
-- calls = 8
SELECT id FROM r WHERE @good() AND id < 9
-- shape or with a cheap predicate asks where the cheap one leaves it open
-- calls = 8
SELECT id FROM r WHERE id >= 9 OR @good()
-- shape or of two questions asks the second where the first says no
-- calls = 26
SELECT id FROM r WHERE @good() OR @film()
-- shape and of two questions asks the second where the first says yes
-- calls = 22
SELECT id FROM r WHERE @good() AND @film()
-- shape and, or, not mixed
-- calls = 21
SELECT id FROM r WHERE (@good() OR price > 25) AND NOT (@film() AND id > 4)
-- shape searched case, then and else
-- calls = 16
SELECT id, CASE WHEN @good() THEN 'yes' WHEN @good() IS NULL THEN 'unknown' ELSE 'no' END FROM r
-- shape searched case, a guard in front
-- calls = 8
SELECT id, CASE WHEN id >= 9 THEN 'late' WHEN @good() THEN 'yes' ELSE 'no' END FROM r
-- shape searched case, the question in a branch
-- calls = 8
SELECT id, CASE WHEN id < 9 THEN @topic() ELSE 'late' END FROM r
-- shape simple case on an answer
-- calls = 16
SELECT id, CASE @topic() WHEN 'book' THEN 1 WHEN 'film' THEN 2 END FROM r
-- shape nested case
-- calls = 16
SELECT id, CASE WHEN id % 2 = 0 THEN CASE WHEN @good() THEN 'a' ELSE 'b' END ELSE CASE @topic() WHEN 'film' THEN 'c' ELSE 'd' END END FROM r
-- shape case of case
-- calls = 16
SELECT id, CASE WHEN CASE WHEN price > 20 THEN true ELSE false END THEN 0 ELSE 1 END + CASE WHEN @good() THEN 2 ELSE 4 END FROM r
-- shape if
-- calls = 8
SELECT id, if(id < 9, if(@good(), 'yes', 'no'), 'late') FROM r
-- shape iff, nvl2, nullif, ifnull
-- calls = 32
SELECT id, nvl2(@good(), 'asked', 'null'), nullif(@topic(), 'book'), ifnull(@topic(), 'none') FROM r
-- shape coalesce, question first
-- calls = 16
SELECT id, coalesce(@topic(), 'none') FROM r
-- shape coalesce, question last
-- calls = 1
SELECT id, coalesce(shop, if(@good(), 100, 200)) FROM r
-- shape cast of a call
-- calls = 16
SELECT id, cast(@good() AS INT) + 1, cast(@good() AS STRING), int(@good()) * price FROM r
-- shape struct, array and map
-- calls = 32
SELECT id, struct(@good() AS g, id AS i) AS s, array(@topic(), 'x') AS a, map('k', @topic()) AS m, named_struct('t', @topic()).t AS t FROM r
-- shape field of a struct further up
-- calls = 16
SELECT s.g, count(*) FROM (SELECT struct(@good() AS g, @topic() AS t) AS s FROM r) GROUP BY s.g
-- shape array functions on an answer
-- calls = 16
SELECT id, array_contains(array('book', 'game'), @topic()), size(array(@topic())), concat_ws('-', @topic(), 'x') FROM r
-- shape function of an answer
-- calls = 16
SELECT id, upper(@topic()), length(@topic()), @topic() || '!', hash(@topic()) FROM r
-- shape the same call thrice
-- calls = 16
SELECT id, @good(), @good() FROM r WHERE @good() OR NOT @good()
-- shape nested calls
-- calls = 19
SELECT id, @good[concat(@topic(), ' good')] FROM r
-- shape a call whose text hangs on another call
-- calls = 32
SELECT id, @film[if(@good(), review, concat(review, '!'))] FROM r
-- shape a call on a constant
-- calls = 1
SELECT id, @good['a good one'] FROM r
-- shape a call on a constant without a table
-- calls = 2
SELECT @good['a good one'], @topic['a poor film']
-- shape a call on the only value of a column
-- calls = 1
SELECT id, @good() FROM r WHERE review = 'Note 0 is a good book'
-- shape values
-- calls = 2
SELECT a, @good[b] FROM VALUES (1, 'good'), (2, 'poor'), (3, NULL), (4, 'good') AS v(a, b)
-- shape impossible predicate
-- calls = 0
SELECT id FROM r WHERE @good() AND 1 = 0
-- shape predicate that is always true
-- calls = 0
SELECT id FROM r WHERE @good() OR 1 = 1
-- shape assert and raise beside it
-- calls = 8
SELECT id, @good() FROM r WHERE if(id < 9, true, false)
-- shape let name, lateral column alias
-- calls = 16
SELECT id, @good() AS g, NOT g AS h, if(g, price, 0) AS p FROM r
-- shape higher-order function beside it
-- calls = 16
SELECT id, transform(array(1, 2), x -> x + int(coalesce(@good(), false))) FROM r
-- shape filter of an array by its own elements cannot be had
-- calls = 0
-- error UNDERSTUDY_UNSUPPORTED_PLACE
SELECT filter(array(review, 'good'), x -> @good[x]) FROM r
-- shape transform of an array by its own elements cannot be had
-- calls = 0
-- error UNDERSTUDY_UNSUPPORTED_PLACE
SELECT transform(split(review, ' '), x -> @topic[x]) FROM r
-- shape exists over an array by its own elements cannot be had
-- calls = 0
-- error UNDERSTUDY_UNSUPPORTED_PLACE
SELECT id FROM r WHERE exists(split(review, ' '), x -> @good[x])
-- shape between answers
-- calls = 16
SELECT id FROM r WHERE @topic() BETWEEN 'b' AND 'g'
-- shape order by
-- calls = 16
-- ordered
SELECT id FROM r ORDER BY @good() DESC NULLS LAST, id
-- shape order by an alias
-- calls = 16
-- ordered
SELECT id, @topic() AS t FROM r ORDER BY t NULLS FIRST, id DESC
-- shape order by a call that is also shown and filtered
-- calls = 16
-- ordered
SELECT id, @topic() FROM r WHERE @topic() <> 'film' ORDER BY @topic(), id
-- shape top k
-- calls = 16
-- why the order needs every answer
-- ordered
SELECT id FROM r ORDER BY @topic() DESC NULLS LAST, id LIMIT 4
-- shape top k of a cheap order asks only about what is shown
-- calls = 4
-- ordered
SELECT id, @good() FROM r ORDER BY id LIMIT 4
-- shape limit and offset
-- calls = 2
-- ordered
SELECT id, @good() FROM r ORDER BY id LIMIT 3 OFFSET 3
-- shape limit of rows drawn by chance
-- calls <= 4
-- ordered
SELECT id, @good() FROM r ORDER BY rand(3) LIMIT 4
-- shape limit of rows drawn by a chance that is shown
-- calls <= 4
-- ordered
SELECT id, @good(), rand(3) AS chance FROM r ORDER BY chance LIMIT 4
-- shape filter above a limit
-- calls = 5
SELECT id FROM (SELECT * FROM r ORDER BY id LIMIT 6) WHERE @good()
-- shape limit above a filter
-- calls = 16
-- why the first two by id can only be known from all
-- ordered
SELECT id FROM r WHERE @good() ORDER BY id LIMIT 2
-- shape sort by and distribute by
-- calls = 16
SELECT id FROM r DISTRIBUTE BY @topic() SORT BY id
-- shape repartition by a call
-- calls = 16
SELECT /*+ REPARTITION(3, t) */ * FROM (SELECT id, @topic() AS t FROM r)
-- shape distinct
-- calls = 16
SELECT DISTINCT @topic() FROM r
-- shape distinct with other columns
-- calls = 16
SELECT DISTINCT @good(), shop FROM r
-- shape table sample with a seed
-- calls <= 16
SELECT id, @good() FROM r TABLESAMPLE (60 PERCENT) REPEATABLE (3)
