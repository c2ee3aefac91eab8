-- A call about the elements of an array cannot be had; explode can.
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_UNSUPPORTED_PLACE
-- expect_message explode
SELECT transform(array(review, kind), x -> AI.IF('Is it positive? ' || x)) FROM few
-- query
-- expect_llm_calls = 40
SELECT count_if(exists(array(true, false), x -> x = AI.IF('Is it positive? ' || review))) FROM few
-- > 40
