-- With adaptive execution, with a shuffle above and below.
-- config spark.sql.adaptive.enabled=true
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT ai, good, count(*) FROM (SELECT AI.IF('Is this review positive? ' || review, embeddings => emb) AS ai, good FROM (SELECT DISTINCT * FROM reviews)) GROUP BY ai, good ORDER BY ai
-- > false | false | 809
-- > true | true | 391
