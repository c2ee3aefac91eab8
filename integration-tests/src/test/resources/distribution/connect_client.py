"""A thin client of Spark Connect: what reaches it, one line each."""

import sys

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql.functions import call_function, col, concat, expr, lit

spark = SparkSession.builder.remote(sys.argv[1]).getOrCreate()
assert "connect" in type(spark).__module__, type(spark)

reviews = spark.createDataFrame(
    [(1, "a good book"), (2, "a poor film"), (3, None)], "id INT, review STRING"
)
reviews.createOrReplaceTempView("reviews")


def show(name, frame):
    print(name + ":", *(row[0] for row in frame.orderBy("id").collect()))


judged = spark.sql("SELECT AI.IF('Is it positive? ' || review) AS ok, id FROM reviews")
show("sql", judged)
prompt = concat(lit("Is it positive? "), col("review"))
for name in ("ai_if", "ai.if", "AI.IF"):
    show(name, reviews.select(call_function(name, prompt), "id"))
show("expr", reviews.select(expr("AI.IF('Is it positive? ' || review)"), "id"))
show("selectExpr", reviews.selectExpr("ai.if(('Is it positive? ', review))", "id"))

kinds = spark.sql("SELECT AI.CLASSIFY(review, array('book', 'film')) AS kind FROM reviews")
kinds.collect()
for node in kinds.executionInfo.metrics.extract_graph()[1].values():
    for metric in node.metrics:
        if node.name.startswith("AiStage"):
            print("metric:", metric.name, metric.value)

for name, query in {
    "analysis": "SELECT AI.IF('Is it? ' || review, f1_target => 7) FROM reviews",
    "endpoint": "SELECT AI.IF('Is it? ' || review, endpoint => 'locked') FROM reviews",
    "statement": "SHOW EMBEDDING VIEWS of reviews",
    "views": "SHOW EMBEDDING VIEWS",
}.items():
    try:
        spark.sql(query).collect()
        print("no error:", name)
    except PySparkException as error:
        print("error:", name, error.getCondition(), error.getSqlState())

# What a query would cost: looking at the columns buys nothing.
ahead = spark.sql(
    "SELECT basis, rows_distinct, note FROM understudy_projection("
    "\"SELECT AI.IF('Is it long? ' || review) FROM reviews\")"
)
assert ahead.columns == ["basis", "rows_distinct", "note"], ahead.columns
for row in ahead.collect():
    print("projection:", row[0], row[1], row[2][:30])

# A table may have the name of a function.
spark.sql("CREATE SCHEMA ai")
spark.sql("CREATE TABLE ai.embed USING delta AS SELECT 1 AS id, 'a good table' AS review")
spark.table("ai.embed").where(call_function("ai.if", prompt)).show()
for row in spark.sql("DESCRIBE FUNCTION AI.IF").collect()[:1]:
    print(row[0])
print("exists:", spark.catalog.functionExists("ai.if"), spark.catalog.tableExists("ai.embed"))
spark.stop()
