-- Categories with descriptions.
-- query
-- expect_llm_calls = 40
SELECT AI.CLASSIFY('What is reviewed? ' || review, array(('book', 'printed'), ('film', 'seen in a cinema'), ('game', 'played'))) AS ai, kind, count(*) FROM few GROUP BY 1, 2 ORDER BY 1
-- > book | book | 15
-- > film | film | 13
-- > game | game | 12
