-- An array of named vectors, one per column.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*), count_if(AI.IF(('Is this ', kind, ' liked? ', review), embeddings => array(('review', slice(emb, 1, 8)), ('kind', slice(emb, 9, 8)))) = good) FROM reviews
-- > 1200 | 1200
