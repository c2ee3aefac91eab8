-- Aggregates with DISTINCT, of several kinds, over one question.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(DISTINCT k), max(k), sort_array(collect_set(k)), mode(k) FROM (SELECT AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb) AS k FROM reviews)
-- > 3 | game | [book, film, game] | book
