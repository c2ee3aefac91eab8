-- Every way to write the name, upper and lower case; all are one question, so it is paid once.
-- query
-- expect_llm_calls = 40
-- expect_decision USE_LLM
-- expect_fallback TOO_FEW_ROWS
SELECT count_if(AI.IF('Is it positive? ' || review) = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 0
SELECT count_if(ai_if('Is it positive? ' || review) = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 0
SELECT count_if(AI_IF('Is it positive? ' || review) = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 0
SELECT count_if(ai.if('Is it positive? ' || review) = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 0
SELECT count_if(ai.`if`('Is it positive? ' || review) = good) FROM few
-- > 40
