-- Named, positional and mixed arguments are the same call.
-- query
-- expect_llm_calls = 40
SELECT count_if(AI.IF(prompt => 'Is it positive? ' || review) = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 0
SELECT count_if(AI.IF('Is it positive? ' || review, max_error_ratio => 0.5, connection_id => 'eu.llm') = good) FROM few
-- > 40
-- query
-- expect_llm_calls = 40
SELECT AI.CLASSIFY(review, array('book', 'film', 'game')) AS kind, count(*) FROM few GROUP BY 1 ORDER BY 1
-- > book | 15
-- > film | 13
-- > game | 12
-- query
-- expect_llm_calls = 0
SELECT AI.CLASSIFY(categories => array('book', 'film', 'game'), input => review) AS kind, count(*) FROM few GROUP BY 1 ORDER BY 1
-- > book | 15
-- > film | 13
-- > game | 12
