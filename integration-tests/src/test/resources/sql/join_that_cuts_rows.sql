-- A join that leaves few rows comes first, and then nothing is worth training.
-- query
-- expect_llm_calls = 20
-- expect_decision USE_LLM
-- expect_fallback TOO_FEW_ROWS
SELECT count(*), count_if(r.good) FROM reviews r JOIN few f ON r.id = f.id AND f.id < 20 WHERE AI.IF('Is this review positive? ' || r.review, embeddings => r.emb)
-- > 7 | 7
