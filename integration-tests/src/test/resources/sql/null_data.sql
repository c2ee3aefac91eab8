-- NULL data gets NULL and asks nothing.
-- setup
CREATE TEMPORARY VIEW gaps AS SELECT id, if(id % 4 = 0, NULL, review) AS review, good FROM few
-- query
-- expect_llm_calls = 30
SELECT id % 4 = 0 AS gap, count(ai), count(*) FROM (SELECT id, AI.IF('Is it positive? ' || review) AS ai FROM gaps) GROUP BY 1 ORDER BY 1
-- > false | 30 | 30
-- > true | 0 | 10
-- query
-- expect_llm_calls = 0
SELECT rows, rows_llm + rows_label, rows_null, rows_failed FROM understudy_runs() ORDER BY started_at DESC LIMIT 1
-- > 40 | 30 | 10 | 0
