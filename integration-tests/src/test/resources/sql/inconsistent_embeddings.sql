-- Vectors of two lengths all over the table: no understudy.
-- config spark.understudy.minRows=20
-- query
-- expect_llm_calls = 40
-- expect_decision USE_LLM
-- expect_fallback INCONSISTENT_EMBEDDINGS
SELECT count_if(AI.IF('Is it positive? ' || review, embeddings => slice(emb, 1, if(id % 2 = 0, 8, 16))) = good) FROM few
-- > 40
