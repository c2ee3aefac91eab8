-- Inside constructors, casts and comparisons.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
SELECT s.a, s.m['k'], count(*) FROM (SELECT struct(array(AI.IF('Is this review positive? ' || review, embeddings => emb)) AS a, map('k', good) AS m) AS s FROM reviews) GROUP BY ALL ORDER BY 1
-- > [false] | false | 809
-- > [true] | true | 391
-- query
-- expect_llm_calls = 40
SELECT sum(cast(AI.IF('Is it positive? ' || review) AS INT)), count_if(AI.IF('Is it positive? ' || review) <=> NULL), count_if(good) FROM few
-- > 19 | 0 | 19
