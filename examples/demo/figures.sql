INSERT OVERWRITE LOCAL DIRECTORY '{results}/runs' USING json
SELECT * FROM understudy_runs();

INSERT OVERWRITE LOCAL DIRECTORY '{results}/people' USING json
SELECT 'positive' AS name, count(*) AS rows, count_if(answer <=> positive) AS right FROM positive
UNION ALL SELECT 'kind', count(*), count_if(answer <=> kind) FROM kinds
UNION ALL SELECT 'aggregate.positive', sum(texts), sum(positive_right) FROM aggregate
UNION ALL SELECT 'aggregate.kind', sum(texts), sum(kind_right) FROM aggregate
UNION ALL SELECT 'llm.positive', count(*), count_if(answer <=> positive) FROM llm_positive
UNION ALL SELECT 'llm.kind', count(*), count_if(answer <=> kind) FROM llm_kinds;
