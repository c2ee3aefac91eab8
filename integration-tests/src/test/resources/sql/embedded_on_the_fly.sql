-- Without embeddings the rows are embedded on the fly; only the sample is asked. The 600 rows (3 x labels) that labels
-- are chosen from are embedded before the others, and once more with them.
-- query
-- expect_llm_calls <= 300
-- expect_embedded_texts <= 1800
SELECT count(*), count_if(AI.IF('Is this review positive? ' || review) = good) > 1140 FROM reviews
-- > 1200 | true
