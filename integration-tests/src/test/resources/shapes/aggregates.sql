-- shape group by
-- calls = 16
SELECT @topic(), count(*), sum(price) FROM r GROUP BY @topic()
-- shape group by an alias and a position
-- calls = 32
SELECT @topic() AS t, @good() AS g, count(*) FROM r GROUP BY t, 2
-- shape group by the text of a question
-- calls = 16
SELECT @good[concat(review, '!')], count(*) FROM r GROUP BY concat(review, '!')
-- shape group by the text of a question, of two columns
-- calls = 15
SELECT @good[concat(review, shop)] AS g, count(*) FROM r GROUP BY concat(review, shop) ORDER BY 2
-- shape group by all
-- calls = 16
SELECT @topic() AS t, count(*) FROM r GROUP BY ALL
-- shape group by an expression of a call
-- calls = 16
SELECT if(@good(), 'yes', 'no') AS a, max(price) FROM r GROUP BY if(@good(), 'yes', 'no')
-- shape count_if
-- calls = 16
SELECT count_if(@good()), count(*) FROM r
-- shape sum of a case
-- calls = 16
SELECT shop, sum(CASE WHEN @good() THEN price ELSE 0 END), avg(int(@good())) FROM r GROUP BY shop
-- shape sum of a guarded case asks only about guarded rows
-- calls = 8
SELECT sum(CASE WHEN id < 9 AND @good() THEN price END) FROM r
-- shape bool_and, every, some, any
-- calls = 16
SELECT shop, bool_and(@good()), every(@good()), some(@good()), any(@good()) FROM r GROUP BY shop
-- shape filter clause
-- calls = 16
SELECT count(*) FILTER (WHERE @good()), sum(price) FILTER (WHERE NOT @good()) FROM r
-- shape filter clause with a cheap part
-- calls = 8
SELECT count(*) FILTER (WHERE @good() AND id < 9) FROM r
-- shape filter clause by group
-- calls = 16
SELECT shop, count(*) FILTER (WHERE @topic() = 'film') FROM r GROUP BY shop
-- shape count distinct
-- calls = 16
SELECT count(DISTINCT @topic()), count(DISTINCT @topic(), shop) FROM r
-- shape two distinct aggregates
-- calls = 32
SELECT count(DISTINCT @topic()), count(DISTINCT @good()), sum(DISTINCT price) FROM r
-- shape distinct aggregate with a filter
-- calls = 22
SELECT count(DISTINCT @topic()) FILTER (WHERE @good()) FROM r
-- shape min, max, min_by, max_by
-- calls = 32
SELECT min(@topic()), max(@topic()), min_by(id, struct(@topic(), id)), max_by(@topic(), price * 100 + id), max(@good()) FROM r
-- shape collected
-- calls = 16
SELECT shop, sort_array(collect_list(@topic())), sort_array(collect_set(@topic())) FROM r GROUP BY shop
-- shape listagg in order
-- calls = 16
SELECT listagg(@topic(), ',') WITHIN GROUP (ORDER BY @topic()) FROM r
-- shape mode and histogram
-- calls = 16
SELECT mode() WITHIN GROUP (ORDER BY @topic()), approx_count_distinct(@topic()) FROM r
-- shape having a call in an aggregate
-- calls = 16
SELECT shop, count(*) FROM r GROUP BY shop HAVING count_if(@good()) > 1
-- shape having an answer about the group
-- calls = 3
SELECT says_topic, count(*) FROM r GROUP BY says_topic HAVING @film[says_topic]
-- shape having the question of the select list
-- calls = 16
SELECT shop, count_if(@good()) AS n FROM r GROUP BY shop HAVING count_if(@good()) > 1
-- shape having a cheap part asks about the groups that pass it
-- calls = 5
SELECT review, count(*) FROM r GROUP BY review HAVING count(*) > 1 AND @good[review]
-- shape having a cheap part, the group not shown
-- calls = 6
SELECT max(id) FROM r GROUP BY review, shop HAVING sum(price) > 40 AND NOT @good[review]
-- shape having a cheap part of the one group of all rows
-- calls = 1
SELECT count(*) FROM r WHERE @good['a poor constant'] HAVING count(*) < 5
-- shape having an alias of a grouped call
-- calls = 16
SELECT @topic() AS t, count(*) AS n FROM r GROUP BY @topic() HAVING t <> 'film' AND n > 1
-- shape a call on the result of an aggregate
-- calls = 7
SELECT shop, @good[max(review)] FROM r GROUP BY shop
-- shape a call on the result of an aggregate, filtered
-- calls = 6
SELECT shop, max(review) FROM r GROUP BY shop HAVING @good[max(review)] AND count(*) > 1
-- shape a call on a whole aggregate
-- calls = 1
SELECT @film[max(review)] AS m, count(*) FROM r
-- shape a call on the grouping column
-- calls = 3
SELECT says_topic, @film[says_topic], count(*) FROM r GROUP BY says_topic
-- shape rollup
-- calls = 32
SELECT @topic() AS t, @good() AS g, count(*), grouping_id() FROM r GROUP BY ROLLUP (t, g)
-- shape cube
-- calls = 16
SELECT @topic() AS t, shop, count(*), grouping(shop) FROM r GROUP BY CUBE (t, shop)
-- shape grouping sets
-- calls = 32
SELECT @topic() AS t, @good() AS g, shop, sum(price) FROM r GROUP BY GROUPING SETS ((t), (g, shop), ())
-- shape aggregates of a call under a rollup
-- calls = 16
SELECT shop, id % 2, count_if(@good()) FROM r GROUP BY ROLLUP (shop, id % 2)
-- shape order by an aggregate of a call
-- calls = 16
-- ordered
SELECT shop FROM r GROUP BY shop ORDER BY count_if(@good()) DESC, shop
-- shape aggregate of an aggregate
-- calls = 16
SELECT max(n) FROM (SELECT @topic() AS t, count(*) AS n FROM r GROUP BY 1)
-- shape nothing to aggregate
-- calls = 0
SELECT count(*), count_if(@good()), max(@topic()) FROM r WHERE id < 0
-- shape group by a guarded call
-- calls = 8
SELECT if(id < 9, @topic(), 'late') AS t, count(*) FROM r GROUP BY 1
-- shape the same call in an aggregate, a group and a filter
-- calls = 16
SELECT @good() AS g, count(*), count_if(@good()) FROM r WHERE @good() IS NOT NULL GROUP BY @good()
-- shape pivot
-- calls = 16
SELECT * FROM (SELECT shop, @topic() AS t, price FROM r) PIVOT (sum(price) FOR t IN ('book', 'film', 'game'))
-- shape pivot with a call in the aggregate
-- calls = 16
SELECT * FROM (SELECT shop, price % 2 AS odd, @good() AS g FROM r) PIVOT (count_if(g) FOR odd IN (0, 1))
-- shape unpivot
-- calls = 32
SELECT * FROM (SELECT id, string(@good()) AS g, @topic() AS t FROM r) UNPIVOT (answer FOR question IN (g, t))
