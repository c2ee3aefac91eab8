-- shape inner, condition on the left
-- calls = 11
SELECT r.id, s.city FROM r JOIN s ON r.shop = s.shop AND @good(r)
-- shape inner, condition on the right
-- calls = 3
SELECT r.id, s.city FROM r JOIN s ON r.shop = s.shop AND @good(s)
-- shape inner, condition on both sides
-- calls = 8
SELECT r.id, s.city FROM r JOIN s ON r.shop = s.shop AND (@good(s) OR @good(r))
-- shape inner, equal answers
-- calls = 19
SELECT r.id, s.city FROM r JOIN s ON @topic(r) = @topic(s)
-- shape inner, where above
-- calls = 9
SELECT r.id, s.city FROM r JOIN s ON r.shop = s.shop WHERE @good(r) AND s.city <> 'Ulm'
-- shape inner, a text of both sides
-- calls = 8
SELECT r.id, s.shop FROM r JOIN s ON r.shop = s.shop AND @good[concat(r.review, s.review)]
-- shape inner, a text of both sides in the select list
-- calls = 11
SELECT r.id, @good[concat(r.review, s.city)] FROM r JOIN s ON r.shop = s.shop
-- shape left, condition
-- calls = 16
-- why the condition of an outer join is asked below it, about rows without a partner, too: else the join would run twice
SELECT r.id, s.city FROM r LEFT JOIN s ON r.shop = s.shop AND @good(r)
-- shape left, condition on the right
-- calls = 4
-- why the condition of an outer join is asked below it, about rows without a partner, too: else the join would run twice
SELECT r.id, s.city FROM r LEFT JOIN s ON r.shop = s.shop AND @good(s)
-- shape left, where on the right
-- calls = 3
SELECT r.id, s.city FROM r LEFT JOIN s ON r.shop = s.shop WHERE @good(s) IS NULL
-- shape left, the answer of the right in the select list
-- calls = 3
SELECT r.id, coalesce(@topic(s), 'none') FROM r LEFT JOIN s ON r.shop = s.shop
-- shape left, a text that replaces NULL
-- calls = 4
SELECT r.id, @good[coalesce(s.review, 'nothing')] FROM r LEFT JOIN s ON r.shop = s.shop
-- shape left, the question on both sides of the join
-- calls = 4
-- why a question in a subquery's SELECT list is never moved: that is how a user says where to ask
SELECT r.id, j.g, @good(j) FROM r LEFT JOIN (SELECT *, @good() AS g FROM s) j ON r.shop = j.shop
-- shape right
-- calls = 9
-- why the condition of an outer join is asked below it, about rows without a partner, too: else the join would run twice
SELECT r.id, s.city, @good(r) FROM r RIGHT JOIN s ON r.shop = s.shop AND @good(s)
-- shape full
-- calls = 20
SELECT r.id, s.city, @good(r), @topic(s) FROM r FULL JOIN s ON r.shop = s.shop
-- shape full, condition
-- calls = 20
-- why the condition of an outer join is asked below it, about rows without a partner, too: else the join would run twice
SELECT r.id, s.city FROM r FULL JOIN s ON r.shop = s.shop AND @good(r) AND @film(s)
-- shape left semi
-- calls = 4
-- why the side that only says whether there is a partner is filtered before the join; cutting it first would run the join twice
SELECT r.id FROM r LEFT SEMI JOIN s ON r.shop = s.shop AND @good(s)
-- shape left semi, condition on the left
-- calls = 11
SELECT r.id FROM r LEFT SEMI JOIN s ON r.shop = s.shop AND @good(r)
-- shape left anti
-- calls = 4
-- why the side that only says whether there is a partner is filtered before the join; cutting it first would run the join twice
SELECT r.id FROM r LEFT ANTI JOIN s ON r.shop = s.shop AND @good(s)
-- shape left anti, condition on the left
-- calls = 16
-- why the condition of an outer join is asked below it, about rows without a partner, too: else the join would run twice
SELECT r.id FROM r LEFT ANTI JOIN s ON r.shop = s.shop AND @good(r)
-- shape cross join and where
-- calls = 11
SELECT r.id, s.city FROM r CROSS JOIN s WHERE r.shop = s.shop AND @good(r)
-- shape comma join, questions about both
-- calls = 20
SELECT r.id, s.city FROM r, s WHERE @good(r) AND @film(s)
-- shape cross join without more asks each text once
-- calls = 16
SELECT count(*), count_if(@good(r)) FROM r CROSS JOIN s
-- shape self join
-- calls = 16
SELECT a.id, b.id FROM r a JOIN r b ON a.id = b.id + 1 WHERE @good(a) AND @good(b)
-- shape self join, both answers
-- calls = 15
SELECT a.id, @good(a), @good(b) FROM r a JOIN r b ON a.shop = b.shop AND a.id < b.id
-- shape join on an answer made below
-- calls = 19
-- why the join needs every answer
SELECT a.id, b.city FROM (SELECT id, @topic() AS t FROM r) a JOIN (SELECT city, @topic() AS t FROM s) b ON a.t = b.t
-- shape using
-- calls = 11
SELECT id, city FROM r JOIN s USING (shop) WHERE @good(r)
-- shape natural join of views with answers
-- calls = 30
-- why a question in a subquery's SELECT list is never moved: that is how a user says where to ask
SELECT * FROM (SELECT id, @good() AS g FROM r) NATURAL JOIN (SELECT id, @topic() AS t FROM r WHERE id < 0 OR price > 10) WHERE g
-- shape broadcast hint
-- calls = 3
SELECT /*+ BROADCAST(s) */ r.id, s.city FROM r JOIN s ON r.shop = s.shop WHERE @good(s)
-- shape sort-merge hint
-- calls = 11
SELECT /*+ MERGE(s) */ r.id, s.city FROM r JOIN s ON r.shop = s.shop WHERE @good(r)
-- shape three tables
-- calls = 12
SELECT r.id, s.city, x.id FROM r JOIN s ON r.shop = s.shop JOIN r x ON x.id = r.id + 1 WHERE @good(r) AND @good(x) AND @good(s)
-- shape a join that multiplies rows does not multiply questions
-- calls = 16
SELECT count(*) FROM r JOIN (SELECT 1 AS one FROM range(10)) ON one = 1 WHERE @good(r)
-- shape a join that cuts rows
-- calls = 3
SELECT r.id FROM r JOIN (SELECT 3 AS i UNION ALL SELECT 7 UNION ALL SELECT 10) k ON r.id = k.i WHERE @good(r)
-- shape lateral subquery
-- calls = 16
-- why Spark optimises a lateral subquery by itself, before it becomes a join
SELECT s.city, l.id FROM s, LATERAL (SELECT id FROM r WHERE r.shop = s.shop AND @good(r)) l
-- shape lateral subquery, the question about the outer row
-- calls = 4
-- why a question in a subquery's SELECT list is never moved: that is how a user says where to ask
SELECT r.id, l.g FROM r, LATERAL (SELECT @good(s) AS g FROM s WHERE r.shop = s.shop) l
-- shape lateral subquery of one row
-- calls = 16
SELECT id, l.t FROM r, LATERAL (SELECT @topic(r) AS t) l
-- shape left lateral
-- calls = 4
-- why a question in a subquery's SELECT list is never moved: that is how a user says where to ask
SELECT r.id, l.g FROM r LEFT JOIN LATERAL (SELECT @good(s) AS g FROM s WHERE r.shop = s.shop) l
-- shape lateral view of words
-- calls = 9
SELECT id, w, @film[w] FROM r LATERAL VIEW explode(split(review, ' ')) AS w WHERE id < 2
-- shape lateral view, the question about the row
-- calls = 16
SELECT id, w FROM r LATERAL VIEW explode(array(1, 2)) AS w WHERE @good()
-- shape explode of an array with answers
-- calls = 32
SELECT id, explode(array(@topic(), string(@good()))) FROM r
-- shape posexplode and inline
-- calls = 16
SELECT id, inline(array(struct(@topic() AS t, 1 AS one), struct('x' AS t, 2 AS one))) FROM r
-- shape stack
-- calls = 32
SELECT id, stack(2, @topic(), string(@good())) FROM r
