-- DISTINCT of an answer, and an answer about distinct texts.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT DISTINCT AI.IF('Is this review positive? ' || review, embeddings => emb) AS ai, good FROM reviews ORDER BY ai
-- > false | false
-- > true | true
-- query
-- expect_llm_calls = 3
-- expect_decision USE_LLM
SELECT kind, AI.IF('Does this hold: ' || kind) FROM (SELECT DISTINCT kind FROM reviews) ORDER BY kind
-- > book | false
-- > film | false
-- > game | false
