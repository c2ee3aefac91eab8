-- One text in all rows is one question.
-- query
-- expect_llm_calls = 1
-- expect_fallback TOO_FEW_ROWS
SELECT count(*), count_if(AI.IF('Is it positive? ' || review)) FROM (SELECT if(id < 0, review, 'a good day') AS review FROM reviews)
-- > 1200 | 1200
-- query
-- expect_llm_calls = 0
SELECT rows, rows_proxy, rows_failed, calls FROM understudy_runs() ORDER BY started_at DESC LIMIT 1
-- > 1200 | 0 | 0 | 1
