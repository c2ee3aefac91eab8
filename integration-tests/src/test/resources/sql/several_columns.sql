-- Several columns, one of them a number, are all data of the row.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*), count_if(AI.IF(('Number ', id, ' is a ', kind, ', positive? ', review), embeddings => emb) = good) FROM reviews
-- > 1200 | 1200
