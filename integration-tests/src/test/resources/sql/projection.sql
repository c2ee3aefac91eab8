-- A projection buys as many labels as the query begins with, and says what the rest would cost.
-- query
-- expect_llm_calls = 0
-- expect_text Projection
EXPLAIN SELECT * FROM understudy_projection("SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) FROM reviews")
-- query
-- expect_llm_calls = 0
DESCRIBE QUERY SELECT calls, calls_low, basis FROM understudy_projection("SELECT AI.IF('Is this review positive? ' || review, embeddings => emb) FROM reviews")
-- > calls | double | Calls: labels, and rows that the LLM answers because the understudy may not.
-- > calls_low | double | See `calls`.
-- > basis | string | What the row is about: `llm` (an LLM on every different row; nothing of it is projected), `run` (the query as it is set), `labels` (the same at another `spark.understudy.labels`), `target` (the same at another target of its first promise).
-- query
-- expect_llm_calls = 48
-- expect_decision PROJECTED
SELECT basis, promise, target, labels, rows_distinct, pilot_labels, calls_low <= calls AND calls <= calls_high AND calls_high <= rows_distinct AS ordered, agreement > 0.8 AND agreement_low <= agreement_high AS agrees, tokens > calls AS has_tokens, seconds > 0 AS has_seconds, note
FROM understudy_projection("SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) FROM reviews")
-- > llm |  | NULL | 200 | 1200 | 48 | true | true | true | true |
-- > run | F1 >= 0.9 | 0.9 | 200 | 1200 | 48 | true | true | true | true |
-- > labels | F1 >= 0.9 | 0.9 | 250 | 1200 | 48 | true | true | true | true |
-- > labels | F1 >= 0.9 | 0.9 | 500 | 1200 | 48 | true | true | true | true |
-- > labels | F1 >= 0.9 | 0.9 | 1000 | 1200 | 48 | true | true | true | true |
-- > target | F1 >= 0.8 | 0.8 | 200 | 1200 | 48 | true | true | true | true |
-- > target | F1 >= 0.85 | 0.85 | 200 | 1200 | 48 | true | true | true | true |
-- > target | F1 >= 0.9 | 0.9 | 200 | 1200 | 48 | true | true | true | true |
-- > target | F1 >= 0.92 | 0.92 | 200 | 1200 | 48 | true | true | true | true |
-- > target | F1 >= 0.95 | 0.95 | 200 | 1200 | 48 | true | true | true | true |
-- > target | F1 >= 0.97 | 0.97 | 200 | 1200 | 48 | true | true | true | true |
-- > target | F1 >= 0.98 | 0.98 | 200 | 1200 | 48 | true | true | true | true |
-- > target | F1 >= 0.99 | 0.99 | 200 | 1200 | 48 | true | true | true | true |
-- The query pays for what is left of its 200 labels.
-- query
-- expect_llm_calls = 152
-- expect_decision USE_PROXY
SELECT count_if(AI.IF('Is this review positive? ' || review, embeddings => emb)) FROM reviews
-- > 391
-- More labels, and both positional; 48 of them are paid for.
-- query
-- expect_llm_calls <= 52
SELECT basis, pilot_labels FROM understudy_projection("SELECT id FROM reviews WHERE AI.IF('Is this review positive? ' || review, embeddings => emb)", 100) WHERE basis = 'run'
-- > run | 100
-- Two calls: the second is projected as if the first let every row pass.
-- query
-- expect_llm_calls = 72
SELECT function, basis, rows_distinct, pilot_labels FROM understudy_projection("SELECT AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb) AS about, count(*) FROM reviews WHERE AI.IF('Is this review positive? ' || review, embeddings => emb) GROUP BY about") WHERE basis = 'llm'
-- > AI.CLASSIFY | llm | 1200 | 72
-- > AI.IF | llm | 1200 | 48
-- A call about another call's answer has no input that is free.
-- query
-- expect_llm_calls = 0
SELECT function, basis, rows_distinct, calls, note FROM understudy_projection("SELECT AI.CLASSIFY(concat(kind, review), array('long', 'short'), embeddings => emb) FROM (SELECT review, emb, AI.CLASSIFY(review, array('book', 'film', 'game'), embeddings => emb) AS kind FROM reviews)") WHERE rows_distinct IS NULL
-- > AI.CLASSIFY | llm | NULL | NULL | Its input depends on the answers of another AI call, which would have to be paid for.
-- Nothing is bought where no understudy comes into question.
-- query
-- expect_llm_calls = 0
SELECT basis, rows_distinct, calls, agreement, pilot_labels, note FROM understudy_projection("SELECT AI.IF('Is this review positive? ' || review) FROM few")
-- > llm | 40 | 40.0 | 1.0 | 0 | The input has too few rows for an understudy to pay off. 40 different rows, and spark.understudy.minRows is 500.
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_ARGUMENT_VALUE
-- expect_message nothing to pay for
SELECT * FROM understudy_projection('SELECT 1')
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_ARGUMENT_VALUE
-- expect_message SELECT part
SELECT * FROM understudy_projection("CREATE TABLE kept AS SELECT AI.IF('Is this review positive? ' || review) FROM reviews")
-- query
-- expect_llm_calls = 0
-- expect_error UNRESOLVED_COLUMN
SELECT * FROM understudy_projection("SELECT AI.IF('Is this review positive? ' || nothing) FROM reviews")
-- query
-- expect_llm_calls = 0
-- expect_error UNDERSTUDY_ARGUMENT_VALUE
SELECT * FROM understudy_projection(labels => 100)
-- query
-- expect_llm_calls = 0
-- expect_error UNRECOGNIZED_PARAMETER_NAME
SELECT * FROM understudy_projection(label => 100)
