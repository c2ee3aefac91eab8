-- output_mode makes the answer an array; several answers come from the LLM.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*), count_if(AI.CLASSIFY(review, array('book', 'film', 'game'), output_mode => 'single', embeddings => emb) = array(kind)) FROM reviews
-- > 1200 | 1200
-- query
-- expect_llm_calls = 40
-- expect_decision USE_LLM
-- expect_fallback MULTI_LABEL
SELECT AI.CLASSIFY(review, array('good', 'film', 'poor'), output_mode => 'multi') AS ai, count(*) FROM few GROUP BY 1 ORDER BY 2, cast(ai AS STRING)
-- > [film, poor] | 4
-- > [good, film] | 9
-- > [good] | 10
-- > [poor] | 17
