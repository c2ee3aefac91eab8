-- shape in the from clause
-- calls = 16
SELECT * FROM (SELECT id, @good() AS g FROM r) WHERE g
-- shape in the from clause, twice
-- calls = 16
SELECT g, count(*) FROM (SELECT * FROM (SELECT id, @good() AS g FROM r) WHERE g IS NOT NULL) GROUP BY g
-- shape in the from clause, filtered by a cheap predicate above
-- calls = 8
SELECT * FROM (SELECT id, @good() AS g FROM r) WHERE id < 9
-- shape unused answers are not asked for
-- calls = 0
SELECT id FROM (SELECT id, @good() AS g FROM r)
-- shape unused answers below an aggregate
-- calls = 0
SELECT count(*) FROM (SELECT id, @good() AS g FROM r)
-- shape scalar subquery
-- calls = 16
SELECT id, (SELECT count(*) FROM r WHERE @good()) AS n FROM s JOIN r USING (shop)
-- shape scalar subquery in a predicate
-- calls = 16
SELECT id FROM r WHERE price > (SELECT avg(price) FROM r WHERE @good())
-- shape scalar subquery in the text
-- calls = 16
SELECT id, @good[concat(review, (SELECT max(city) FROM s))] FROM r
-- shape correlated scalar subquery, the call inside
-- calls = 16
-- why Spark groups the inner table before it is joined, groups without a partner included
SELECT s.city, (SELECT count(*) FROM r WHERE r.shop = s.shop AND @good(r)) AS n FROM s
-- shape correlated scalar subquery, the call outside
-- calls = 4
SELECT s.shop, @good(s), (SELECT max(price) FROM r WHERE r.shop = s.shop) FROM s
-- shape correlated scalar subquery beside the same call outside
-- calls = 16
-- why Spark groups the inner table before it is joined, groups without a partner included
SELECT r.id FROM r WHERE @good(r) AND price >= (SELECT avg(price) FROM r x WHERE x.shop = r.shop AND @good(x))
-- shape exists
-- calls = 16
-- why the side that only says whether there is a partner is filtered before the join; cutting it first would run the join twice
SELECT s.city FROM s WHERE EXISTS (SELECT 1 FROM r WHERE r.shop = s.shop AND @good(r))
-- shape not exists
-- calls = 16
-- why the side that only says whether there is a partner is filtered before the join; cutting it first would run the join twice
SELECT s.city FROM s WHERE NOT EXISTS (SELECT 1 FROM r WHERE r.shop = s.shop AND @good(r))
-- shape exists without correlation
-- calls = 14
SELECT s.city FROM s WHERE EXISTS (SELECT 1 FROM r WHERE @good(r) AND id > 3)
-- shape exists, the call outside
-- calls = 3
SELECT s.city FROM s WHERE @good(s) AND EXISTS (SELECT 1 FROM r WHERE r.shop = s.shop)
-- shape exists or call
-- calls = 20
-- why the side that only says whether there is a partner is filtered before the join; cutting it first would run the join twice
SELECT s.shop FROM s WHERE @good(s) OR EXISTS (SELECT 1 FROM r WHERE r.shop = s.shop AND @film(r))
-- shape exists about the outer row
-- calls = 11
SELECT r.id FROM r WHERE EXISTS (SELECT 1 FROM s WHERE s.shop = r.shop AND @good(r))
-- shape exists about the outer row, beside a cheap predicate
-- calls = 5
SELECT r.id FROM r WHERE id < 9 AND EXISTS (SELECT 1 FROM s WHERE s.shop = r.shop AND s.city <> 'Ulm' AND @good(r))
-- shape not exists about the outer row
-- calls = 16
-- why NOT (question AND partner) is no conjunction; the join would have to run first to know who has a partner
SELECT r.id FROM r WHERE NOT EXISTS (SELECT 1 FROM s WHERE s.shop = r.shop AND @good(r))
-- shape in a subquery about the outer row
-- calls = 11
SELECT r.id FROM r WHERE shop IN (SELECT shop FROM s WHERE @good(r))
-- shape in a subquery with a call
-- calls = 16
-- why the side that only says whether there is a partner is filtered before the join; cutting it first would run the join twice
SELECT city FROM s WHERE shop IN (SELECT shop FROM r WHERE @good())
-- shape an answer in a subquery
-- calls = 19
SELECT id FROM r WHERE @topic() IN (SELECT @topic() FROM s)
-- shape not in a subquery
-- calls = 15
SELECT city FROM s WHERE shop NOT IN (SELECT shop FROM r WHERE @good() AND shop IS NOT NULL)
-- shape an answer not in a subquery
-- calls = 17
SELECT id FROM r WHERE @topic() NOT IN (SELECT @topic() FROM s WHERE review IS NOT NULL AND city = 'Bonn')
-- shape in with two columns
-- calls = 32
SELECT id FROM r WHERE (shop, @topic()) IN (SELECT shop, @topic() FROM r WHERE @good())
-- shape in a subquery inside a case
-- calls = 16
SELECT id, CASE WHEN shop IN (SELECT shop FROM r WHERE @good()) THEN 1 ELSE 0 END FROM r
-- shape a subquery of a subquery
-- calls = 16
SELECT city FROM s WHERE shop IN (SELECT shop FROM r WHERE price > (SELECT min(price) FROM r WHERE @good()))
-- shape CTE
-- calls = 16
WITH j AS (SELECT id, shop, @good() AS g FROM r) SELECT g, count(*) FROM j GROUP BY g
-- shape CTE used twice
-- calls = 16
WITH j AS (SELECT id, shop, @good() AS g FROM r) SELECT a.id, b.id FROM j a JOIN j b ON a.id = b.id + 1 AND a.g <> b.g
-- shape CTE used twice, filtered differently
-- calls = 5
WITH j AS (SELECT id, @topic() AS t FROM r) SELECT * FROM j WHERE id < 4 UNION ALL SELECT * FROM j WHERE id > 20
-- shape CTE of a CTE
-- calls = 16
WITH j AS (SELECT *, @topic() AS t FROM r), k AS (SELECT t, count(*) AS n FROM j GROUP BY t) SELECT j.id, k.n FROM j JOIN k ON j.t = k.t
-- shape recursive CTE
-- calls = 16
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT n.i, count_if(@good(r)) FROM n CROSS JOIN r GROUP BY n.i
-- shape union all
-- calls = 16
SELECT id FROM r WHERE @good() UNION ALL SELECT id FROM r WHERE NOT @good()
-- shape union all of different tables
-- calls = 19
SELECT id, @topic() FROM r UNION ALL SELECT shop, @topic() FROM s
-- shape union all with one question above
-- calls = 19
SELECT * FROM (SELECT id, review, says_good FROM r UNION ALL SELECT shop, review, says_good FROM s) WHERE @good()
-- shape union
-- calls = 19
SELECT @topic() FROM r UNION SELECT @topic() FROM s
-- shape intersect
-- calls = 16
SELECT shop FROM r WHERE @good() INTERSECT SELECT shop FROM r WHERE NOT @good()
-- shape intersect all
-- calls = 19
SELECT @topic() FROM r INTERSECT ALL SELECT @topic() FROM s
-- shape except
-- calls = 16
SELECT shop FROM r EXCEPT SELECT shop FROM r WHERE @good()
-- shape except all
-- calls = 19
SELECT @topic() FROM r EXCEPT ALL SELECT @topic() FROM s
-- shape union under an aggregate and a limit
-- calls = 19
-- ordered
SELECT t, count(*) FROM (SELECT @topic() AS t FROM r UNION ALL SELECT @topic() FROM s) GROUP BY t ORDER BY 2 DESC, 1 LIMIT 2
-- shape window partition by
-- calls = 16
SELECT id, count(*) OVER (PARTITION BY @topic()) FROM r
-- shape window order by
-- calls = 16
SELECT id, row_number() OVER (ORDER BY @topic() NULLS LAST, id) FROM r
-- shape window argument
-- calls = 16
SELECT id, sum(int(@good())) OVER (PARTITION BY shop ORDER BY id) FROM r
-- shape window frame and named window
-- calls = 32
SELECT id, max(@topic()) OVER w, lag(@good()) OVER w FROM r WINDOW w AS (PARTITION BY shop ORDER BY id)
-- shape window, all three places
-- calls = 32
SELECT id, first_value(@topic()) OVER (PARTITION BY @good() ORDER BY @topic(), id) FROM r
-- shape best row of each group
-- calls = 16
SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY shop ORDER BY @good() DESC NULLS LAST, id) AS k FROM r) WHERE k = 1
-- shape question about the best row of each group
-- calls = 6
SELECT id FROM (SELECT *, row_number() OVER (PARTITION BY shop ORDER BY price, id) AS k FROM r) WHERE k = 1 AND @good()
-- shape a call on the result of a window
-- calls = 16
SELECT id, @good[lag(review) OVER (ORDER BY id)] FROM r
-- shape window over a grouped call
-- calls = 16
SELECT @topic() AS t, count(*) AS n, rank() OVER (ORDER BY count(*) DESC, @topic()) FROM r GROUP BY @topic()
-- shape ntile of an answer's rank
-- calls = 16
SELECT id, percent_rank() OVER (ORDER BY @good()), ntile(2) OVER (ORDER BY @good(), id) FROM r
