-- onReject = fail: the query ends after the labels to learn from, with the reason; none is bought to judge by.
-- config spark.understudy.onReject=fail
-- setup
CREATE TEMPORARY VIEW poor AS SELECT * FROM reviews WHERE NOT good
-- query
-- expect_llm_calls = 120
-- expect_error UNDERSTUDY_REFUSED
-- expect_message spark.understudy.onReject
SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) FROM poor
