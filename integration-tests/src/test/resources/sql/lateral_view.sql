-- Rows that an explode copies are asked about once; so is each word that it makes.
-- query
-- expect_llm_calls = 40
-- expect_decision USE_LLM
SELECT count(*), count_if(AI.IF('Is it positive? ' || review) = good) FROM few LATERAL VIEW explode(array(1, 2, 3)) AS n
-- > 120 | 120
-- query
-- expect_llm_calls = 6
-- expect_decision USE_LLM
SELECT w, AI.CLASSIFY(w, array('book', 'film', 'game')) FROM (SELECT DISTINCT w FROM few LATERAL VIEW explode(split(kind || ' ' || kind || 's', ' ')) AS w) ORDER BY w
-- > book | book
-- > books | book
-- > film | film
-- > films | film
-- > game | game
-- > games | game
