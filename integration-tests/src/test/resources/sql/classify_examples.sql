-- Examples change the question: it is paid again.
-- query
-- expect_llm_calls = 40
SELECT count_if(AI.CLASSIFY(review, array('book', 'film', 'game')) = kind) FROM few
-- > 40
-- query
-- expect_llm_calls = 40
SELECT count_if(AI.CLASSIFY(review, array('book', 'film', 'game'), examples => array(('A novel', 'book'), ('A movie', 'film'))) = kind) FROM few
-- > 40
-- query
-- expect_llm_calls = 40
SELECT count_if(AI.IF('Is it positive? ' || review, examples => array(('I liked it', true))) = good) FROM few
-- > 40
