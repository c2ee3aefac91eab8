-- Text put together with ||, concat, format_string or as a tuple is one question, paid once.
-- query
-- expect_llm_calls = 40
SELECT count_if(AI.IF('Is it positive? ' || review) = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 0
SELECT count_if(AI.IF(concat('Is it ', 'positive? ', review)) = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 0
SELECT count_if(AI.IF(('Is it positive? ', review)) = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 0
SELECT count_if(AI.IF(prompt => ('Is it positive? ', review)) = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 0
SELECT count_if(AI.IF(format_string('Is it positive? %s', review)) = good) FROM few
-- > 40
