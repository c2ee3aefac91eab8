-- The answer of one call is the data of another.
-- query
-- expect_llm_calls = 203
-- expect_decision USE_PROXY
-- expect_decision USE_LLM
SELECT k, AI.IF('Is this a good thing? ' || k) AS ai, count(*) FROM (SELECT AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb) AS k FROM reviews) GROUP BY k ORDER BY k
-- > book | false | 423
-- > film | false | 396
-- > game | false | 381
