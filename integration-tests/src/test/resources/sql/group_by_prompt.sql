-- Grouping by the whole prompt: one question per group.
-- query
-- expect_llm_calls = 3
SELECT AI.IF('Does this hold: ' || kind) IS NOT NULL, count(*) FROM few GROUP BY 'Does this hold: ' || kind ORDER BY 2
-- > true | 12
-- > true | 13
-- > true | 15
-- query
-- expect_llm_calls = 0
-- expect_error MISSING_AGGREGATION
-- expect_message any_value
SELECT AI.IF('Does this hold: ' || kind), count(*) FROM few GROUP BY 'Does that hold: ' || kind
-- query
-- expect_llm_calls = 0
SELECT AI.IF('Does this hold: ' || any_value(kind)) IS NOT NULL, count(*) FROM few GROUP BY 'Does this hold: ' || kind ORDER BY 2
-- > true | 12
-- > true | 13
-- > true | 15
-- query
-- expect_llm_calls = 0
SELECT AI.IF('Does this hold: ' || kind) IS NOT NULL, count(*) FROM few GROUP BY kind ORDER BY 2
-- > true | 12
-- > true | 13
-- > true | 15
