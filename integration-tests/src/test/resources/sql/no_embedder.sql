-- Where nobody can embed and words are not wanted, the LLM answers and the reason says so.
-- config spark.understudy.embedder=nobody
-- config spark.understudy.inputs=embedding
-- config spark.understudy.minRows=20
-- query
-- expect_llm_calls = 40
-- expect_decision USE_LLM
-- expect_fallback NO_EMBEDDER
SELECT count_if(AI.IF('Is this review positive? ' || review) = good) FROM few
-- > 40
