-- What is wrong with a call is said while the query is analysed, and nothing is asked.
-- query
-- expect_llm_calls = 0
-- expect_error UNRECOGNIZED_PARAMETER_NAME
-- expect_message promt
SELECT AI.IF(promt => review) FROM few
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_ARGUMENT_NOT_CONSTANT
-- expect_message categories
SELECT AI.CLASSIFY(review, array(kind, 'film')) FROM few
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_CATEGORIES
-- expect_message empty
SELECT AI.CLASSIFY(review, array()) FROM few
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_CATEGORIES
-- expect_message 'film' twice
SELECT AI.CLASSIFY(review, array('film', 'book', 'film')) FROM few
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_CATEGORIES
-- expect_message single
SELECT AI.CLASSIFY(review, array('film')) FROM few
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_ARGUMENT_TYPE
-- expect_message embeddings
SELECT AI.IF('Is it positive? ' || review, embeddings => review) FROM few
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_ARGUMENT_TYPE
-- expect_message embeddings
SELECT AI.IF('Is it positive? ' || review, embeddings => array(1, 2)) FROM few
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_ARGUMENT_VALUE
-- expect_message f1_target
SELECT AI.IF('Is it positive? ' || review, f1_target => 1.5) FROM few
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_ARGUMENT_VALUE
-- expect_message optimization_mode
SELECT AI.IF('Is it positive? ' || review, optimization_mode => 'FAST') FROM few
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_ARGUMENT_VALUE
-- expect_message comedy
SELECT AI.CLASSIFY(review, array('book', 'film'), examples => array(('x', 'comedy'))) FROM few
-- query
-- expect_llm_calls = 0
-- expect_error REQUIRED_PARAMETER_NOT_FOUND
SELECT AI.CLASSIFY(review) FROM few
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_ARGUMENT_TYPE
-- expect_message endpoint
SELECT AI.IF('Is it positive? ' || review, endpoint => 7) FROM few
