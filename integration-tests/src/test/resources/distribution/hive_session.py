"""A classic session with a Hive catalogue, first in ANSI mode and then not: every way to call a function."""

from pyspark.sql import SparkSession
from pyspark.sql.functions import call_function, col, concat, expr, lit

spark = SparkSession.builder.master("local[2]").enableHiveSupport().getOrCreate()
print("catalogue:", spark.conf.get("spark.sql.catalogImplementation"))
reviews = spark.createDataFrame([(1, "a good book"), (2, "a poor film")], "id INT, review STRING")
prompt = concat(lit("Is it positive? "), col("review"))
for ansi in ("true", "false"):
    spark.conf.set("spark.sql.ansi.enabled", ansi)
    for name in ("ai_if", "ai.if", "AI.IF"):
        print(ansi, name, *(row[0] for row in reviews.select(call_function(name, prompt)).collect()))
    for text in ("ai_if('Is it positive? ' || review)", "AI.IF(('Is it positive? ', review))"):
        print(ansi, "expr", *(row[0] for row in reviews.select(expr(text)).collect()))
        print(ansi, "selectExpr", *(row[0] for row in reviews.selectExpr(text).collect()))

spark.sql("CREATE SCHEMA ai")
reviews.write.format("delta").saveAsTable("ai.embed")
spark.sql("CREATE VIEW positive AS SELECT id FROM ai.embed WHERE AI.IF('Is it positive? ' || review)")
print("persistent view:", spark.table("positive").collect())
print("tables:", [t.name for t in spark.catalog.listTables("ai")], spark.table("ai.embed").count())
print("functions:", [f.name for f in spark.catalog.listFunctions(pattern="ai_*")])
print("found:", spark.catalog.functionExists("ai.if"), spark.catalog.getFunction("AI.IF").name)
spark.stop()
