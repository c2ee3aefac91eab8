-- The same question in the branches of a union is one stage with one understudy.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT half, count(*), count_if(ai = good) FROM (SELECT 1 AS half, good, AI.IF('Is this review positive? ' || review, embeddings => emb) AS ai FROM reviews WHERE id < 600 UNION ALL SELECT 2, good, AI.IF('Is this review positive? ' || review, embeddings => emb) FROM reviews WHERE id >= 600) GROUP BY half ORDER BY half
-- > 1 | 600 | 600
-- > 2 | 600 | 600
-- query
-- expect_llm_calls = 0
SELECT rows FROM understudy_runs() ORDER BY started_at DESC LIMIT 1
-- > 1200
