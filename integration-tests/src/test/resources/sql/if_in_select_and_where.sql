-- The same call in SELECT and WHERE, and once more in the same predicate, is one call.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*), count_if(ai) FROM (
  SELECT AI.IF('Is this review positive? ' || review, embeddings => emb) AS ai FROM reviews
  WHERE AI.IF('Is this review positive? ' || review, embeddings => emb) AND (AI.IF('Is this review positive? ' || review, embeddings => emb) OR id < 0))
-- > 391 | 391
