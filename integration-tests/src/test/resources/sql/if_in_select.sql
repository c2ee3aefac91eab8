-- AI.IF in the SELECT list: 200 rows are asked, the understudy answers the rest.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*), count_if(AI.IF('Is this review positive? ' || review, embeddings => emb) = good) FROM reviews
-- > 1200 | 1200
