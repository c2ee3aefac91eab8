-- 0 rows, 1 row, fewer rows than minRows, NULL everywhere.
-- query
-- expect_llm_calls = 0
SELECT count(*) FROM few WHERE id < 0 AND AI.IF('Is it positive? ' || review)
-- > 0
-- query
-- expect_llm_calls = 1
-- expect_fallback TOO_FEW_ROWS
SELECT AI.IF('Is it positive? ' || review) = good FROM few WHERE id = 1
-- > true
-- query
-- expect_llm_calls = 39
-- expect_fallback TOO_FEW_ROWS
SELECT count_if(AI.IF('Is it positive? ' || review) = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 0
SELECT count(*), count(AI.IF('Is it positive? ' || review)) FROM (SELECT cast(NULL AS STRING) AS review FROM range(5))
-- > 5 | 0
-- query
-- expect_llm_calls = 0
SELECT count(*), count(AI.IF('Is it positive? ' || review)) FROM (SELECT if(id < 0, review, NULL) AS review FROM few)
-- > 40 | 0
