-- A cached input changes nothing; cached answers are not asked for again.
-- setup
CACHE TABLE reviews
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
CACHE TABLE judged AS SELECT id, good, AI.IF('Is this review positive? ' || review, embeddings => emb) AS ai FROM reviews
-- query
-- expect_llm_calls = 0
SELECT count(*), count_if(ai = good) FROM judged
-- > 1200 | 1200
-- setup
UNCACHE TABLE judged
-- setup
UNCACHE TABLE reviews
