-- @section 1. A table of texts with their embeddings, computed once
DROP TABLE IF EXISTS texts;

CREATE TABLE texts USING parquet AS
SELECT id, kind, rating, positive, text, AI.EMBED(text) AS emb
FROM rated_texts;

SELECT kind, count(*) AS texts, size(first(emb)) AS floats FROM texts GROUP BY kind ORDER BY kind;
