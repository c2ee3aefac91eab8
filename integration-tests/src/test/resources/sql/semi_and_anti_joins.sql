-- LEFT SEMI and LEFT ANTI, and the same as IN and NOT EXISTS.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT count(*), count_if(good) FROM few LEFT SEMI JOIN (SELECT id FROM reviews WHERE AI.IF('Is this review positive? ' || review, embeddings => emb)) USING (id)
-- > 19 | 19
-- query
-- expect_llm_calls = 0
-- expect_decision USE_PROXY
SELECT count(*), count_if(good) FROM few LEFT ANTI JOIN (SELECT id FROM reviews WHERE AI.IF('Is this review positive? ' || review, embeddings => emb)) USING (id)
-- > 21 | 0
-- query
-- expect_llm_calls = 0
-- expect_decision USE_PROXY
SELECT count(*), count_if(good) FROM few WHERE id IN (SELECT id FROM reviews WHERE AI.IF('Is this review positive? ' || review, embeddings => emb))
-- > 19 | 19
-- query
-- expect_llm_calls = 0
-- expect_decision USE_PROXY
SELECT count(*), count_if(good) FROM few f WHERE NOT EXISTS (SELECT 1 FROM reviews r WHERE r.id = f.id AND AI.IF('Is this review positive? ' || r.review, embeddings => r.emb))
-- > 21 | 0
