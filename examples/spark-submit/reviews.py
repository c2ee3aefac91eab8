"""Writes reviews into a Delta table, has an understudy answer a question about each, and tells what that saved."""

import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import call_function, col, concat, lit

spark = SparkSession.builder.appName("reviews").getOrCreate()
folder = sys.argv[1]

# 1,500 made-up reviews with embeddings. Yours come from a table; leave embeddings out if it has none.
spark.range(1500).selectExpr(
    "id",
    "id % 3 = 0 AS good",
    "concat('Review ', id, if(id % 3 = 0, ': a good film', ': a poor film')) AS review",
    "transform(sequence(0, 15), d -> float(if(d = 0, if(id % 3 = 0, 1, -1), sin(id * d) / 4))) AS emb",
).write.format("delta").save(f"{folder}/reviews")

reviews = spark.read.format("delta").load(f"{folder}/reviews")
reviews.createOrReplaceTempView("reviews")

judged = spark.sql(
    "SELECT *, AI.IF('Is it positive? ' || review, embeddings => emb) AS positive FROM reviews"
)
print("right:", judged.where("positive = good").count())

# The DataFrame API calls the functions by name; arguments go by position.
prompt = concat(lit("Is it positive? "), col("review"))
few = reviews.where("id < 20").select(call_function("ai.if", prompt).alias("positive"))
print("positive among the first 20:", few.where("positive").count())

for run in spark.sql("SELECT decision, rows, calls FROM understudy_runs()").collect():
    print("run:", *run)
print("application:", spark.sparkContext.applicationId)
spark.stop()
