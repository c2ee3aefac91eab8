-- A call without a column is asked once, and one that nobody looks at is not asked.
-- query
-- expect_llm_calls = 1
-- expect_decision USE_LLM
SELECT AI.IF('Is this a good question?'), count(*) FROM few
-- > false | 40
-- query
-- expect_llm_calls = 0
SELECT count(*) FROM (SELECT AI.IF('Is it positive? ' || review) FROM few)
-- > 40
-- query
-- expect_llm_calls = 0
SELECT count(*) FROM few WHERE AI.IF('Is it positive? ' || review) AND false
-- > 0
