-- Where all labels are the same there is nothing to learn: the LLM answers within the budget.
-- setup
CREATE TEMPORARY VIEW poor AS SELECT * FROM reviews WHERE NOT good
-- query
-- expect_llm_calls <= 1200
-- expect_decision USE_LLM
-- expect_fallback EXTREME_SELECTIVITY
SELECT count(*) > 700, count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) FROM poor
-- > true | 0
