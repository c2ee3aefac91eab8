-- ORDER BY an answer needs all answers; ORDER BY something else and LIMIT needs few.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT id, good FROM reviews ORDER BY AI.IF('Is this review positive? ' || review, embeddings => emb) DESC, id LIMIT 3
-- > 0 | true
-- > 1 | true
-- > 2 | true
-- query
-- expect_llm_calls = 3
-- expect_decision USE_LLM
-- expect_fallback TOO_FEW_ROWS
SELECT id, good, AI.IF('Is it positive? ' || review) FROM few ORDER BY id DESC LIMIT 3
-- > 39 | false | false
-- > 38 | false | false
-- > 37 | false | false
