-- A SQL script: what one statement paid for is there for the next.
-- query
-- expect_llm_calls = 200
BEGIN
  DECLARE n BIGINT DEFAULT 0;
  SET n = (SELECT count(*) FROM reviews WHERE AI.IF('Is this review positive? ' || review, embeddings => emb));
  IF n > 100 THEN
    SELECT n, count_if(AI.IF('Is this review positive? ' || review, embeddings => emb) = good) FROM reviews;
  ELSE
    SELECT 'too few', n;
  END IF;
END
-- > 391 | 1200
