-- ROLLUP copies rows, not questions.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT k, good, count(*) FROM (SELECT AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb) AS k, good FROM reviews) GROUP BY ROLLUP (k, good) ORDER BY k NULLS LAST, good NULLS LAST
-- > book | false | 281
-- > book | true | 142
-- > book | NULL | 423
-- > film | false | 270
-- > film | true | 126
-- > film | NULL | 396
-- > game | false | 258
-- > game | true | 123
-- > game | NULL | 381
-- > NULL | NULL | 1200
-- query
-- expect_llm_calls = 0
SELECT rows FROM understudy_runs() ORDER BY started_at DESC LIMIT 1
-- > 1200
