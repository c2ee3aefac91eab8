-- CASE, HAVING, ORDER BY, a join condition and an aggregate's argument.
-- query
-- expect_llm_calls = 40
SELECT count(CASE WHEN AI.IF('Is it positive? ' || review) THEN 'yes' END), sum(int(good)) FROM few
-- > 19 | 19
-- query
-- expect_llm_calls = 0
SELECT good FROM few ORDER BY AI.IF('Is it positive? ' || review) DESC, id LIMIT 1
-- > true
-- query
-- expect_llm_calls = 0
SELECT count(*) FROM few a JOIN few b ON a.id = b.id AND AI.IF('Is it positive? ' || a.review)
-- > 19
-- query
-- expect_llm_calls = 3
SELECT kind, count(*) FROM few GROUP BY kind HAVING AI.IF('Does this hold: ' || kind) IS NOT NULL ORDER BY kind
-- > book | 15
-- > film | 13
-- > game | 12
