-- Without embeddings the rows are embedded on the fly; only the sample is asked.
-- query
-- expect_llm_calls <= 300
-- expect_embedded_texts <= 1400
SELECT count(*), count_if(AI.IF('Is this review positive? ' || review) = good) FROM reviews
-- > 1200 | 1200
