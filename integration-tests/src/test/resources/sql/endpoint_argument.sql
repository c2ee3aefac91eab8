-- endpoint => names another model; each model is asked for itself.
-- config spark.understudy.endpoints.other.model=other-model-of-this-file
-- query
-- expect_llm_calls = 40
SELECT count_if(AI.IF('Is it positive? ' || review) = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 40
SELECT count_if(AI.IF('Is it positive? ' || review, endpoint => 'vectors') = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_CONFIGURATION
-- expect_message spark.understudy.endpoints.other.url
SELECT count_if(AI.IF('Is it positive? ' || review, endpoint => 'other') = good) FROM few
