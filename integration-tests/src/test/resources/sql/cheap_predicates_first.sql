-- A cheap predicate runs before the AI predicate, wherever it is written.
-- query
-- expect_llm_calls = 20
SELECT count(*) FROM few WHERE AI.IF('Is it positive? ' || review) AND id < 20 AND good IS NOT NULL
-- > 7
-- query
-- expect_llm_calls <= 30
SELECT count(*) FROM few WHERE AI.IF('Is this a film? ' || review) AND id < 20 AND AI.IF('Is it good? ' || review)
-- > 7
