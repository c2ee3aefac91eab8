-- A repeated query pays nothing again.
-- query
-- expect_llm_calls = 200
SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) FROM reviews
-- > 391
-- query
-- expect_llm_calls = 0
-- expect_decision USE_PROXY
SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) FROM reviews
-- > 391
-- The second run used each label of the first once, and estimates its savings by them.
-- query
-- expect_llm_calls = 0
WITH runs AS (SELECT *, row_number() OVER (ORDER BY started_at DESC) AS n FROM understudy_runs())
SELECT now.calls, now.calls_reused, now.tokens_reused = before.tokens_in + before.tokens_out, now.tokens_avoided > before.tokens_avoided, before.calls_reused
FROM runs now JOIN runs before ON now.n = 1 AND before.n = 2
-- > 0 | 200 | true | true | 0
