-- Window queries: the answer partitions, orders and is aggregated.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT id, kind, k FROM (SELECT id, kind, row_number() OVER (PARTITION BY AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb) ORDER BY id) AS k FROM reviews) WHERE k = 2 ORDER BY id
-- > 1 | game | 2
-- > 3 | book | 2
-- > 8 | film | 2
-- query
-- expect_llm_calls = 40
-- expect_decision USE_LLM
SELECT sum(n), max(n) FROM (SELECT count_if(AI.IF('Is it positive? ' || review)) OVER (PARTITION BY kind) AS n FROM few)
-- > 252 | 9
