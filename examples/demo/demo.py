"""Understudy on 23,703 public texts, with the distribution's own spark-sql."""

import argparse
import fcntl
import hashlib
import json
import shutil
import sys
import time
from pathlib import Path

import dataset
import environment
import jars
import llm
import real_llm
import report
import session
from steps import DemoError, say

if sys.version_info < (3, 10):
    sys.exit("demo: Python 3.10 or newer is needed.")

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent

TARGET = 0.9
CONFIDENCE = 0.9

# A small model answers a few texts a second.
REAL_ROWS = 1200

# A column of the table, and a piece of the instruction that asks for it.
QUESTIONS = {"positive": "positive about the subject", "kind": ""}


def main() -> None:
    parser = argparse.ArgumentParser(prog="./demo", description=__doc__)
    parser.add_argument("--rows", type=int, help="use only about that many of the texts, spread evenly")
    parser.add_argument(
        "--local-llm",
        action="store_true",
        help=f"ask a small real model on this machine, about {REAL_ROWS} of the texts unless --rows says otherwise",
    )
    parser.add_argument("--clean", action="store_true", help="delete the folder .demo first")
    options = parser.parse_args()
    work = ROOT / ".demo"
    if options.clean:
        shutil.rmtree(work, ignore_errors=True)
    (work / "logs").mkdir(parents=True, exist_ok=True)
    with (work / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise DemoError(f"Another demo is running in {work}. Wait for it.") from error
        run(work, options.rows, options.local_llm)


def run(work: Path, limit: int, real: bool) -> None:
    started = time.monotonic()
    java = environment.java()
    built = jars.build(ROOT, work)
    python = environment.prepare(work)
    rows = dataset.prepare(work, python)
    if real and not limit:
        limit = REAL_ROWS
    view = source_view(work, len(rows), limit)
    embed = (HERE / "embed.sql").read_text(encoding="utf-8")
    fresh = embedded(work, view + embed, built)
    results = work / "results"
    figures = (HERE / "figures.sql").read_text(encoding="utf-8").format(results=results)
    queries = (HERE / "queries.sql").read_text(encoding="utf-8")
    if fresh is None:
        say("The table with embeddings is there from an earlier run.")
        script = session.Script(queries)
    else:
        stamp = work / "embedded.stamp"
        script = session.Script(
            embed, queries, reached=lambda number: number == 1 and stamp.write_text(fresh)
        )
    asked = (
        real_llm.endpoint(ROOT, work) if real else llm.endpoint(rows, QUESTIONS, built.local_llm, java, work)
    )
    with asked as endpoint:
        session.run(
            (view if fresh else "") + script.sql() + figures,
            script,
            python.spark_home(),
            [built.main, built.embedder],
            settings(work, endpoint),
            work,
        )
        line = {
            "demo": "understudy",
            "llm": endpoint.name,
            "queries": report.figures(results, TARGET, CONFIDENCE),
            "seconds_total": round(time.monotonic() - started, 1),
        }
    say()
    say(json.dumps(line))


def settings(work: Path, endpoint: llm.Endpoint) -> dict:
    return {
        "spark.sql.extensions": "io.understudy.spark.UnderstudyExtensions",
        "spark.sql.warehouse.dir": str(work / "warehouse"),
        "spark.sql.cli.print.header": "true",
        "spark.ui.enabled": "false",
        "spark.understudy.target": TARGET,
        "spark.understudy.confidence": CONFIDENCE,
        **endpoint.settings(),
    }


def source_view(work: Path, rows: int, limit: int) -> str:
    step = 1 if not limit else max(1, rows // limit)
    return (
        "CREATE TEMPORARY VIEW all_texts"
        " (id INT, kind STRING, rating DOUBLE, positive BOOLEAN, text STRING)"
        f" USING json OPTIONS (path '{work / 'texts'}');\n"
        f"CREATE TEMPORARY VIEW rated_texts AS SELECT * FROM all_texts WHERE id % {step} = 0;\n"
    )


def embedded(work: Path, sql: str, built: jars.Jars):
    """The fingerprint of the table to make, or None if that table is there."""
    digest = hashlib.sha256(sql.encode())
    for file in sorted((work / "texts").glob("*.json")) + [built.embedder]:
        digest.update(file.read_bytes())
    stamp = work / "embedded.stamp"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return None
    # What an interrupted run left behind would be in the way of the next.
    stamp.unlink(missing_ok=True)
    for leftover in ("warehouse", "metastore_db"):
        shutil.rmtree(work / leftover, ignore_errors=True)
    return digest.hexdigest()


if __name__ == "__main__":
    try:
        main()
    except DemoError as error:
        sys.exit(f"\ndemo: {error}")
    except KeyboardInterrupt:
        sys.exit("\ndemo: stopped")
