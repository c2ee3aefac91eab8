-- A call inside a temporary view and the same outside it is one call.
-- setup
CREATE TEMPORARY VIEW judged AS SELECT *, AI.IF('Is this review positive? ' || review, embeddings => emb) AS ai FROM reviews
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*), count_if(ai = good) FROM judged WHERE AI.IF('Is this review positive? ' || review, embeddings => emb)
-- > 391 | 391
