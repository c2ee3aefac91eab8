-- AI.COUNT_TOKENS is the approximation of all estimates; it asks nobody.
-- query
-- expect_llm_calls = 0
SELECT AI.COUNT_TOKENS('How many tokens has this text?'), ai_count_tokens(content => ''), ai.count_tokens(CAST(NULL AS STRING))
-- > 8 | 0 | NULL
-- query
-- expect_llm_calls = 0
SELECT sum(AI.COUNT_TOKENS(review)) > 40 FROM few
-- > true
-- query
-- expect_llm_calls = 0
-- expect_error REQUIRED_PARAMETER_NOT_FOUND
SELECT AI.COUNT_TOKENS()
