-- A prompt without a column is one question for all rows; one without an instruction has no sample to learn from.
-- query
-- expect_llm_calls = 1
-- expect_decision USE_LLM
-- expect_fallback NOT_SEPARABLE
SELECT DISTINCT AI.IF('Is a good day a good day?') FROM few
-- > false
-- query
-- expect_llm_calls = 40
-- expect_fallback NOT_SEPARABLE
SELECT count_if(AI.IF(review) = good) FROM few
-- > 40
