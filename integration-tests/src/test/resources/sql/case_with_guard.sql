-- Behind a guard only the guarded rows are asked about, sampled from and answered.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT verdict, count(*), count_if(good) FROM (SELECT good, CASE WHEN id % 4 = 0 THEN 'skipped' WHEN AI.IF('Is this review positive? ' || review, embeddings => emb) THEN 'yes' ELSE 'no' END AS verdict FROM reviews) GROUP BY verdict ORDER BY verdict
-- > no | 600 | 0
-- > skipped | 300 | 91
-- > yes | 300 | 300
-- query
-- expect_llm_calls = 10
-- expect_decision USE_LLM
-- expect_fallback TOO_FEW_ROWS
SELECT count_if(CASE WHEN id % 4 = 0 THEN AI.IF('Is it positive? ' || review) END), count_if(id % 4 = 0 AND good) FROM few
-- > 5 | 5
-- query
-- expect_llm_calls = 0
SELECT rows, rows_llm + rows_label, rows_null FROM understudy_runs() ORDER BY started_at DESC LIMIT 1
-- > 40 | 10 | 30
