-- Rows that an outer join fills up with NULL ask nothing.
-- query
-- expect_llm_calls = 20
-- expect_decision USE_LLM
SELECT count(*), count(AI.IF('Is it positive? ' || f.review)), count_if(AI.IF('Is it positive? ' || f.review) <=> f.good) FROM range(30) LEFT JOIN (SELECT * FROM few WHERE id < 20) f USING (id)
-- > 30 | 20 | 30
