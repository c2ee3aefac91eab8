-- MAXIMIZE_QUALITY asks the LLM about every row.
-- query
-- expect_llm_calls = 40
-- expect_decision USE_LLM
-- expect_fallback MAXIMIZE_QUALITY
SELECT count_if(AI.IF('Is it positive? ' || review, optimization_mode => 'MAXIMIZE_QUALITY') = good) FROM few
-- > 40
