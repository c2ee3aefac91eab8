-- In the condition of a join; the other side does not multiply what is asked.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*), count_if(r.good) FROM reviews r JOIN few f ON r.kind = f.kind AND AI.IF('Is this review positive? ' || r.review, embeddings => r.emb)
-- > 5244 | 5244
-- query
-- expect_llm_calls = 0
SELECT rows_proxy + rows_label = rows FROM understudy_runs() ORDER BY started_at DESC LIMIT 1
-- > true
-- query
-- expect_llm_calls = 40
-- expect_decision USE_LLM
SELECT count(*), count(r.id) FROM few f LEFT JOIN reviews r ON f.id = r.id AND AI.IF('Is it positive? ' || f.review)
-- > 40 | 19
