-- AI.IF parses where IF is a reserved word.
-- config spark.sql.ansi.enabled=true
-- config spark.sql.ansi.enforceReservedKeywords=true
-- query
-- expect_llm_calls = 40
SELECT count_if(AI.IF('Is it positive? ' || review) = good) FROM few
-- > 40
