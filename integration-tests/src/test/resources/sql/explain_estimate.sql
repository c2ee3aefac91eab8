-- What a query will spend is estimated without running anything: by statistics, approximation and price keys.
-- config spark.understudy.endpoints.default.price.input=2
-- config spark.understudy.endpoints.default.price.output=10
-- config spark.understudy.endpoints.default.price.date=2026-11-01
-- query
-- expect_llm_calls = 0
-- expect_text rows: about 2 by Spark's statistics
-- expect_text estimate: one LLM call per different row, about
-- expect_text for 2 calls without the rows' texts, at price.input 2.0 and price.output 10.0 per million tokens as of 2026-11-01
EXPLAIN SELECT AI.IF('Is it positive? ' || x, optimization_mode => 'MAXIMIZE_QUALITY') FROM VALUES ('a'), ('b') AS t(x)
-- query
-- expect_llm_calls = 0
-- expect_text rows: not known before the query runs
-- expect_text for 200 calls without the rows' texts, at price.input
EXPLAIN SELECT AI.IF('Is it positive? ' || review, embeddings => emb) FROM reviews
-- query
-- expect_llm_calls = 0
-- expect_text cost: not known without the number of rows, at price.input
EXPLAIN SELECT AI.IF('Is it positive? ' || review, optimization_mode => 'MAXIMIZE_QUALITY') FROM reviews
