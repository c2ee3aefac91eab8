-- understudy_runs() tells what a query did; avoided calls are those of an LLM on every row.
-- query
-- expect_llm_calls = 200
SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) FROM reviews
-- > 391
-- query
-- expect_llm_calls = 0
SELECT function, instruction, endpoint, decision, reason, rows, rows_proxy, rows_llm, rows_label, rows_null, rows_failed, calls, calls_avoided, tokens_in > 0, tokens_out > 0, tokens_avoided > 0, agreement > 0.9, agreement_lower > 0.5, seconds_total > 0, started_at <= now()
FROM understudy_runs() ORDER BY started_at DESC LIMIT 1
-- > AI.IF | Is this review positive? {review} | default | USE_PROXY |  | 1200 | 1000 | 0 | 200 | 0 | 0 | 200 | 1000 | true | true | true | true | true | true | true
