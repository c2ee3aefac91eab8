-- EXPLAIN spends nothing, and has a section about the AI functions.
-- query
-- expect_llm_calls = 0
-- expect_embedded_texts = 0
-- expect_text AI functions
-- expect_text AI.IF
-- expect_text decision: made when the query runs
-- expect_text F1 >= 0.9 (default)
EXPLAIN SELECT id FROM reviews WHERE AI.IF('Is this review positive? ' || review, embeddings => emb)
-- query
-- expect_llm_calls = 0
-- expect_text AI functions
-- expect_text the LLM answers every row
EXPLAIN FORMATTED SELECT AI.IF('Is it positive? ' || review, optimization_mode => 'maximize_quality') FROM reviews
-- query
-- expect_llm_calls = 0
-- expect_text Answers a yes/no question
DESCRIBE FUNCTION EXTENDED ai_if
