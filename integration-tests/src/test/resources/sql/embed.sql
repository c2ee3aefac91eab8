-- AI.EMBED asks the embedder once for each different text of a batch, and no LLM.
-- config spark.understudy.embedBatch=4096
-- query
-- expect_llm_calls = 0
-- expect_embedded_texts = 40
SELECT count(*), min(size(e)), max(size(e)), round(min(norm), 3), round(max(norm), 3)
FROM (SELECT e, sqrt(aggregate(e, 0D, (s, x) -> s + x * x)) AS norm FROM (SELECT AI.EMBED(review) AS e FROM few))
-- > 40 | 64 | 64 | 1.0 | 1.0
-- query
-- expect_llm_calls = 0
-- expect_embedded_texts = 1
SELECT AI.EMBED(cast(NULL AS STRING)) IS NULL, size(AI.EMBED('one text', endpoint => 'vectors')) FROM few LIMIT 1
-- > true | 64
