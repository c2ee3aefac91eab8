-- Every promise of AI.IF that can be stated; the labels are paid by the first query.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb, f1_target => 0.85) = good) FROM reviews
-- > 1200
-- query
-- expect_llm_calls <= 1000
SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb, accuracy_target => 0.9, confidence => 0.8) = good) FROM reviews
-- > 1200
-- query
-- expect_llm_calls <= 1000
SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb, precision_target => 0.8, recall_target => 0.8) = good) FROM reviews
-- > 1200
