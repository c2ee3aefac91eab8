-- Where the understudy is unsure the LLM answers: fewer calls than rows, and every promise kept.
-- query
-- expect_llm_calls <= 900
-- expect_decision CASCADE
SELECT count(*), count_if(AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb, accuracy_target => 0.9) = kind) >= 1080 FROM blurred
-- > 1200 | true
