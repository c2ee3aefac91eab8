-- Pipe syntax.
-- query
-- expect_llm_calls = 200
-- expect_decision USE_PROXY
FROM reviews |> WHERE AI.IF('Is this review positive? ' || review, embeddings => emb) |> AGGREGATE count(*) AS n, count_if(good) AS good GROUP BY kind |> ORDER BY kind
-- > book | 142 | 142
-- > film | 126 | 126
-- > game | 123 | 123
