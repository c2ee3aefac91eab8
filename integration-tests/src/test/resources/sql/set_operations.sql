-- UNION, INTERSECT and EXCEPT of answers.
-- query
-- expect_llm_calls = 40
SELECT AI.CLASSIFY(review, array('book', 'film', 'game')) AS k FROM few UNION SELECT kind FROM reviews ORDER BY k
-- > book
-- > film
-- > game
-- query
-- expect_llm_calls = 0
SELECT kind FROM few INTERSECT SELECT AI.CLASSIFY(review, array('book', 'film', 'game')) FROM few WHERE id < 3 ORDER BY kind
-- > book
-- > game
-- query
-- expect_llm_calls = 0
SELECT id FROM few WHERE id < 20 EXCEPT SELECT id FROM few WHERE AI.CLASSIFY(review, array('book', 'film', 'game')) <> 'film' ORDER BY id
-- > 7
-- > 8
-- > 13
-- > 19
