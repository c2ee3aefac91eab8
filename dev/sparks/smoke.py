"""Checks of one suite in a running Spark; prints one line for each: check, name, outcome."""

import json
import re
import sys
import traceback
import urllib.request
from pathlib import Path

from pyspark.errors import AnalysisException
from pyspark.sql import SparkSession

SUITE, URL, FOLDER = sys.argv[1:4]
IF = "AI.IF('Is it positive? ' || review, embeddings => emb)"
CHECKS = {"functions": [], "delta": []}

spark = SparkSession.builder.appName("understudy-smoke").getOrCreate()


def check(name: str, suite: str = "functions"):
    """Registers a check; it fails by raising."""
    return lambda function: CHECKS[suite].append((name, function)) or function


def calls() -> int:
    root = re.match(r"https?://[^/]+", URL).group()
    return json.load(urllib.request.urlopen(root + "/stats"))["requests"]


def expect(seen, wanted) -> None:
    if seen != wanted:
        raise AssertionError(f"{seen!r} instead of {wanted!r}")


def reviews() -> None:
    spark.range(1500).selectExpr(
        "id",
        "id % 3 = 0 AS good",
        "concat('Review ', id, if(id % 3 = 0, ': a good film', ': a poor book')) AS review",
        "transform(sequence(0, 15), d -> float(if(d = 0, if(id % 3 = 0, 1, -1), sin(id * d) / 4))) AS emb",
    ).createOrReplaceTempView("reviews")


@check("`AI.IF` answered by an understudy")
def understudy():
    before = calls()
    right = spark.sql(f"SELECT good, {IF} AS ai FROM reviews").where("ai = good").count()
    expect((right, calls() - before), (1500, 200))


@check("`AI.CLASSIFY`")
def classify():
    rows = spark.sql(
        "SELECT ai, count(*) FROM (SELECT ai_classify(review, array('book', 'film')) ai FROM reviews WHERE id < 9)"
        " GROUP BY ai ORDER BY ai"
    ).collect()
    expect([tuple(row) for row in rows], [("book", 6), ("film", 3)])


@check("two stages, join, `GROUP BY`, `LIMIT`")
def shapes():
    rows = spark.sql(
        f"SELECT ai, count(*) FROM (SELECT r.review, {IF.replace('review', 'r.review').replace('emb)', 'r.emb)')} ai"
        " FROM reviews r JOIN range(60) n ON r.id = n.id) WHERE AI.IF('Is it a good one? ' || review) = ai"
        " GROUP BY ai ORDER BY ai LIMIT 5"
    ).collect()
    expect([tuple(row) for row in rows], [(False, 40), (True, 20)])


@check("`EXPLAIN` says who answers and asks nobody")
def explain():
    before = calls()
    plan = "\n".join(row[0] for row in spark.sql(f"EXPLAIN SELECT {IF} FROM reviews").collect())
    for part in ("AiStage", "AI functions", "promise: F1 >= 0.9"):
        if part not in plan:
            raise AssertionError(part + " is not in " + plan)
    expect(calls(), before)


@check("`understudy_runs()`")
def runs():
    last = spark.sql("SELECT decision, rows, calls FROM understudy_runs() ORDER BY started_at LIMIT 1").collect()
    expect([tuple(row) for row in last], [("USE_PROXY", 1500, 200)])


@check("`DESCRIBE FUNCTION`, `SHOW FUNCTIONS`")
def describe():
    for name in ("ai_if", "ai.if"):
        text = "\n".join(row[0] for row in spark.sql(f"DESCRIBE FUNCTION EXTENDED {name}").collect())
        if "max_error_ratio" not in text:
            raise AssertionError(name + ": " + text)
    expect([row[0] for row in spark.sql("SHOW FUNCTIONS LIKE 'ai_if'").collect()], ["ai_if"])


@check("error conditions")
def errors():
    for query, condition, state in (
        ("SELECT AI.IF('Is it? ' || review, f1_target => 2) FROM reviews", "UNDERSTUDY_", "22"),
        ("SELECT AI.IF('Is it? ' || review, targets => 1) FROM reviews", "UNRECOGNIZED_PARAMETER_NAME", "4274K"),
    ):
        try:
            spark.sql(query).collect()
        except AnalysisException as error:
            found = getattr(error, "getCondition", error.getErrorClass)()
            if not (found.startswith(condition) and str(error.getSqlState()).startswith(state)):
                raise AssertionError(f"{found} {error.getSqlState()}") from error
        else:
            raise AssertionError("no error: " + query)


@check("views, temporary and persistent")
def views():
    spark.sql("CREATE TABLE texts USING parquet AS SELECT id, review, good FROM reviews WHERE id < 6")
    spark.sql("CREATE VIEW judged AS SELECT id, good, AI.IF(prompt => 'Is it positive? ' || review) ok FROM texts")
    spark.sql("CREATE TEMPORARY VIEW judged_too AS SELECT id, ai_if('Is it positive? ' || review) ok FROM texts")
    for view in ("judged", "judged_too"):
        expect(spark.sql(f"SELECT id FROM {view} WHERE ok ORDER BY id").collect(), [(0,), (3,)])


@check("`call_function`, `expr`, parameter markers")
def calls_from_python():
    from pyspark.sql.functions import call_function, concat, expr, lit

    texts = spark.sql("SELECT * FROM reviews WHERE id < 6")
    prompt = concat(lit("Is it positive? "), texts.review)
    expect(texts.where(call_function("ai_if", prompt)).count(), 2)
    expect(texts.where(expr("ai.if('Is it positive? ' || review)")).count(), 2)
    marked = "SELECT id FROM reviews WHERE id < 6 AND AI.IF(:question || review)"
    expect(spark.sql(marked, args={"question": "Is it positive? "}).count(), 2)


@check("metrics of the node")
def metrics():
    frame = spark.sql(f"SELECT {IF.replace('positive', 'praise')} FROM reviews")
    frame.collect()
    stage = stage_of(frame._jdf.queryExecution().executedPlan())
    shown = {key: stage.metrics().apply(key).value() for key in ("rowsProxy", "rowsLabel", "calls")}
    expect(shown, {"rowsProxy": 1300, "rowsLabel": 200, "calls": 200})


def stage_of(plan):
    if plan.nodeName() == "AiStage":
        return plan
    inner = [plan.executedPlan()] if plan.nodeName() == "AdaptiveSparkPlan" else []
    children = inner or [plan.children().apply(i) for i in range(plan.children().size())]
    return next((stage for stage in map(stage_of, children) if stage is not None), None)


@check("Delta tables", "delta")
def delta():
    spark.sql("CREATE TABLE texts USING delta AS SELECT id, review, emb, CAST(NULL AS BOOLEAN) ok FROM reviews")
    spark.sql(f"CREATE TABLE answered USING delta AS SELECT id, {IF} ok FROM texts")
    expect(spark.table("answered").where("ok").count(), 500)
    spark.sql(
        "MERGE INTO texts USING (SELECT id, AI.IF('Is it positive? ' || review) ok FROM texts WHERE id < 9) a"
        " ON texts.id = a.id WHEN MATCHED THEN UPDATE SET ok = a.ok"
    )
    expect(spark.table("texts").where("ok").count(), 3)


def run_event() -> None:
    """After the end of the application: its event log has one event for each run."""
    log = next(file for file in Path(FOLDER, "events").iterdir() if not file.name.startswith("."))
    events = [json.loads(line) for line in log.read_text().splitlines()]
    ended = [event for event in events if event["Event"] == "io.understudy.spark.account.RunEnded"]
    expect(len(ended), RUNS)
    expect((ended[0]["decision"], ended[0]["rows"], ended[0]["calls"]), ("USE_PROXY", 1500, 200))


def attempt(name: str, function) -> None:
    try:
        function()
        outcome = "ok"
    except Exception:
        traceback.print_exc()
        outcome = "fails"
    print(f"check\t{name}\t{outcome}", flush=True)


reviews()
for name, function in CHECKS[SUITE]:
    attempt(name, function)
RUNS = spark.sql("SELECT * FROM understudy_runs()").count()
spark.stop()
if SUITE == "functions":
    attempt("event log", run_event)
