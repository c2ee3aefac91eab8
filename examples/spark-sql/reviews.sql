-- Reviews in a Delta table; the answers of two AI calls go into another one.
CREATE TABLE reviews (id INT, review STRING) USING delta;
INSERT INTO reviews VALUES (1, 'a good book'), (2, 'a poor film'), (3, NULL);

CREATE TABLE judged USING delta AS
SELECT id, AI.IF('Is it positive? ' || review) AS positive, AI.CLASSIFY(review, array('book', 'film')) AS kind
FROM reviews;

SELECT * FROM judged ORDER BY id;

-- An answer that a row has already is not bought again.
MERGE INTO judged USING (SELECT id, AI.IF('Is it positive? ' || review) AS positive FROM reviews) AS again
ON judged.id = again.id AND again.positive
WHEN MATCHED THEN UPDATE SET kind = upper(kind);

SELECT id, kind FROM judged ORDER BY id;

SELECT function, decision, calls FROM understudy_runs() ORDER BY calls DESC, function;
