-- A limit below the question leaves as many questions; above a filter by answers it does not.
-- query
-- expect_llm_calls = 5
-- expect_decision USE_LLM
-- expect_fallback TOO_FEW_ROWS
SELECT count(ai) FROM (SELECT AI.IF('Is it positive? ' || review) AS ai FROM reviews LIMIT 5)
-- > 5
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*) FROM (SELECT id FROM reviews WHERE AI.IF('Is this review positive? ' || review, embeddings => emb) LIMIT 5)
-- > 5
