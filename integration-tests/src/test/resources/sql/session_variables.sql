-- Variables of the session in the prompt, around a call, and set by one.
-- setup
DECLARE VARIABLE question STRING DEFAULT 'Is it positive? '
-- setup
DECLARE VARIABLE found BIGINT
-- query
-- expect_llm_calls = 40
-- expect_decision USE_LLM
SET VARIABLE found = (SELECT count(*) FROM few WHERE AI.IF(question || review))
-- query
-- expect_llm_calls = 0
SELECT found, count_if(good) FROM few
-- > 19 | 19
