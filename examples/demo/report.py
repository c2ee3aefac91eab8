"""The figures of the session: understudy_runs() and the comparison with the people's ratings."""

import json
from pathlib import Path

from steps import DemoError, say

PROMISES = {"AI.IF": "F1 >= {target}", "AI.CLASSIFY": "accuracy >= {target}"}

# The AI calls of each query of queries.sql, in the order of the queries.
QUERIES = [
    {"AI.IF": "positive"},
    {"AI.CLASSIFY": "kind"},
    {"AI.IF": "aggregate.positive", "AI.CLASSIFY": "aggregate.kind"},
    {"AI.IF": "llm.positive"},
    {"AI.CLASSIFY": "llm.kind"},
]


def read_json(folder: Path) -> list:
    rows = []
    for file in sorted(folder.glob("part-*")):
        rows += [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    return rows


def named_runs(runs: list) -> dict:
    """The runs by name: the calls of the n-th query are those that QUERIES gives it."""
    queries = {}
    for run in sorted(runs, key=lambda run: run["started_at"]):
        if run["function"] in PROMISES:
            queries.setdefault(run["query_id"], []).append(run)
    if len(queries) != len(QUERIES):
        raise DemoError(
            f"understudy_runs() tells of {len(queries)} queries, but {len(QUERIES)} were run."
            " See results/runs and logs/spark-sql.log in .demo."
        )
    names = {}
    for calls, query in zip(QUERIES, queries.values()):
        for run in query:
            names[calls[run["function"]]] = run
    return names


def figures(results: Path, target: float, confidence: float) -> list:
    runs = named_runs(read_json(results / "runs"))
    people = {row["name"]: row["right"] / max(1, row["rows"]) for row in read_json(results / "people")}
    queries = []
    for name, run in runs.items():
        if name.startswith("llm."):
            continue
        promise = PROMISES[run["function"]].format(target=target)
        queries.append(
            {
                "name": name,
                "rows": run["rows"],
                "llm_calls": run["calls"],
                "calls_avoided": run["calls_avoided"],
                "tokens_avoided": run["tokens_avoided"],
                "decision": run["decision"],
                "promise": f"{promise}, confidence {confidence}",
                "agreement": rounded(run.get("agreement")),
                "agreement_with_people": rounded(people[name]),
                "seconds_total": round(run["seconds_total"], 2),
            }
        )
    say("\nAgreement with the people's ratings:")
    for query in queries:
        itself = people["llm." + query["name"].split(".")[-1]]
        rows = runs["llm." + query["name"].split(".")[-1]]["rows"]
        say(
            f"  {query['name']:<20} {query['agreement_with_people']:.3f} over {query['rows']:,} rows;"
            f" the LLM itself {itself:.3f} over {rows:,} of all texts"
        )
    return queries


def rounded(value):
    return None if value is None else round(value, 4)
