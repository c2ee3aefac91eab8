-- The question stands above the window: one row per group is asked about.
-- query
-- expect_llm_calls = 3
-- expect_decision USE_LLM
-- expect_fallback TOO_FEW_ROWS
SELECT id, good FROM (SELECT *, row_number() OVER (PARTITION BY kind ORDER BY id DESC) AS k FROM reviews) WHERE k = 1 AND AI.IF('Is it positive? ' || review) IS NOT NULL ORDER BY id
-- > 1197 | false
-- > 1198 | true
-- > 1199 | false
