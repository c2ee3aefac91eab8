-- ARRAY<DOUBLE>.
-- setup
CREATE TEMPORARY VIEW doubles AS SELECT *, cast(emb AS ARRAY<DOUBLE>) AS d FROM reviews
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*), count_if(AI.IF('Is this review positive? ' || review, embeddings => d) = good) FROM doubles
-- > 1200 | 1200
