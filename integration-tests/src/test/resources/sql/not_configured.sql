-- Without an endpoint a query fails at once and names the keys.
-- config spark.understudy.endpoint=nowhere
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_CONFIGURATION
-- expect_message spark.understudy.endpoints.nowhere.url
-- expect_message spark.understudy.endpoints.nowhere.model
SELECT count_if(AI.IF('Is it positive? ' || review)) FROM few
