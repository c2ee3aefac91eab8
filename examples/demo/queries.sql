-- @section 2. AI.IF over every row: what Spark will do, before a call is made
EXPLAIN
SELECT id, AI.IF('Does the author feel positive about the subject? Text: ' || text, embeddings => emb)
FROM texts;

-- @section 3. AI.IF over every row
DROP TABLE IF EXISTS positive;

CREATE TABLE positive USING parquet AS
SELECT id, kind, rating, positive, text,
       AI.IF('Does the author feel positive about the subject? Text: ' || text, embeddings => emb) AS answer
FROM texts;

SELECT answer, round(rating, 1) AS people, substr(text, 1, 80) AS text
FROM positive ORDER BY hash(id) LIMIT 8;

-- @section 4. AI.CLASSIFY over every row
DROP TABLE IF EXISTS kinds;

CREATE TABLE kinds USING parquet AS
SELECT id, kind, text,
       AI.CLASSIFY(text,
                   array('movie review sentence', 'product review sentence',
                         'newspaper editorial sentence', 'tweet'),
                   embeddings => emb) AS answer
FROM texts;

SELECT answer, kind AS really, substr(text, 1, 70) AS text
FROM kinds ORDER BY hash(id) LIMIT 8;

-- @section 5. An aggregate with a cheap filter and both functions
DROP TABLE IF EXISTS aggregate;

CREATE TABLE aggregate USING parquet AS
SELECT AI.CLASSIFY(text,
                   array('movie review sentence', 'product review sentence',
                         'newspaper editorial sentence', 'tweet'),
                   embeddings => emb) AS kind_answered,
       count(*) AS texts,
       count_if(AI.IF('Does the author feel positive about the subject? Text: ' || text,
                      embeddings => emb)) AS positive_answered,
       count_if(positive) AS positive_rated,
       count_if(positive <=> AI.IF('Does the author feel positive about the subject? Text: ' || text,
                                   embeddings => emb)) AS positive_right,
       count_if(kind <=> AI.CLASSIFY(text,
                                     array('movie review sentence', 'product review sentence',
                                           'newspaper editorial sentence', 'tweet'),
                                     embeddings => emb)) AS kind_right
FROM texts
WHERE length(text) >= 60
GROUP BY 1;

SELECT kind_answered, texts, positive_answered, positive_rated FROM aggregate ORDER BY texts DESC;

-- @section 6. The LLM itself on a few hundred of the rows, to compare both with the people
DROP TABLE IF EXISTS llm_positive;

CREATE TABLE llm_positive USING parquet AS
SELECT positive,
       AI.IF('Does the author feel positive about the subject? Text: ' || text,
             optimization_mode => 'MAXIMIZE_QUALITY') AS answer
FROM texts WHERE id % 80 = 0;

DROP TABLE IF EXISTS llm_kinds;

CREATE TABLE llm_kinds USING parquet AS
SELECT kind,
       AI.CLASSIFY(text,
                   array('movie review sentence', 'product review sentence',
                         'newspaper editorial sentence', 'tweet'),
                   optimization_mode => 'MAXIMIZE_QUALITY') AS answer
FROM texts WHERE id % 80 = 0;

-- @section 7. What it cost and what it saved
SELECT function, decision, rows, rows_proxy AS understudy, rows_llm AS llm, rows_label AS label,
       calls, calls_avoided, round(agreement, 3) AS agreement, round(seconds_total, 1) AS seconds
FROM understudy_runs();
