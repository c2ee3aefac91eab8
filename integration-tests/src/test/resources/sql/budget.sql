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
-- query
-- expect_llm_calls = 80
SELECT count(AI.IF('Is it positive? ' || concat('Text ', id))) FROM range(80)
-- > 80
-- What was paid for before is not estimated again.
-- query
-- expect_llm_calls = 40
SELECT count(AI.IF('Is it positive? ' || concat('Text ', id))) FROM range(120)
-- > 120
-- What was paid for other rows does not count for these.
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_BUDGET
-- expect_message needs an estimated
SELECT count(AI.IF('Is it positive? ' || concat('Text ', id))) FROM range(1000, 1120)
