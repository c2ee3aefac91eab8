-- More calls than the budget allows: the query ends before it spends them.
-- config spark.understudy.budget.calls=100
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_BUDGET
-- expect_message spark.understudy.budget.calls
SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) FROM reviews
-- query
-- expect_llm_calls = 40
SELECT count_if(AI.IF('Is it positive? ' || review) = good) FROM few
-- > 40
