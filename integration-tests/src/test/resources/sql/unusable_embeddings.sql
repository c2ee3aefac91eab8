-- Rows whose vector is NULL, has NaN or is of another length go to the LLM in the same pass.
-- setup
CREATE TEMPORARY VIEW holes AS SELECT id, review, good,
  CASE WHEN id % 60 = 0 THEN NULL
       WHEN id % 60 = 1 THEN transform(emb, x -> float('NaN'))
       WHEN id % 60 = 2 THEN slice(emb, 1, 5)
       WHEN id % 60 = 3 THEN transform(emb, (x, i) -> if(i = 3, NULL, x))
       ELSE emb END AS emb FROM reviews
-- query
-- expect_llm_calls <= 280
-- expect_decision USE_PROXY
SELECT count(*), count_if(AI.IF('Is this review positive? ' || review, embeddings => emb) = good) FROM holes
-- > 1200 | 1200
