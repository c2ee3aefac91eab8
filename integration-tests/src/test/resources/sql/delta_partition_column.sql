-- Delta lists files while a query is planned, and filters them by the predicates on partition
-- columns. A question about such a column is asked when the query runs, not before, and about rows.
-- setup
CREATE OR REPLACE TABLE by_kind USING delta PARTITIONED BY (kind) AS
SELECT id, if(id % 3 = 0, 'a good one', if(id % 3 = 1, 'a poor one', NULL)) AS kind FROM range(30);

-- query
-- expect_llm_calls = 0
-- expect_text AiStage
EXPLAIN SELECT count(*) FROM by_kind WHERE AI.IF('Is it positive? ' || kind);

-- query
-- expect_llm_calls = 2
-- expect_decision USE_LLM
SELECT count(*), min(id) FROM by_kind WHERE AI.IF('Is it positive? ' || kind);
-- > 10 | 0

-- query
-- expect_llm_calls = 0
-- expect_decision USE_LLM
SELECT count(*), min(id) FROM by_kind WHERE AI.IF('Is it positive? ' || kind) AND id > 3;
-- > 8 | 6

-- query
-- expect_llm_calls = 0
SELECT kind, count(*) FROM by_kind WHERE kind IS NOT NULL AND NOT AI.IF('Is it positive? ' || kind) GROUP BY kind;
-- > a poor one | 10
