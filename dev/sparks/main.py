"""Runs a smoke suite of the built jar with Spark's distributions from PyPI, one after the other.

Each takes 430 MB of download and 1 GB of disk while it runs. Not part of `mvn verify`.
"""

import argparse
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PAGE = ROOT / "docs/spark-versions.md"
CACHE = Path.home() / ".cache/understudy"
PY4J = "0.10.9.9"
DELTA = "4.4.0"
# The newest patch of each minor version, and the version the jar is built with.
VERSIONS = ["4.0.5", "4.1.0", "4.1.4", "4.2.1", "4.3.0"]
# Minor versions of Spark for which that version of Delta Lake exists.
WITH_DELTA = ("4.0", "4.1", "4.2")
MINUTES = 10


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev/try-sparks", description=__doc__)
    parser.add_argument("versions", nargs="*", metavar="VERSION", default=VERSIONS, help="default: " + " ".join(VERSIONS))
    parser.add_argument("--no-build", action="store_true", help="take the jars that are there")
    parser.add_argument("--keep", action="store_true", help="keep distributions that this run installed")
    parser.add_argument("--no-page", action="store_true", help="leave docs/spark-versions.md as it is")
    options = parser.parse_args()
    if not options.no_build:
        build()
    work = Path(tempfile.mkdtemp(prefix="try-sparks-"))
    try:
        # A copy, so that a build of the next jar may go on meanwhile.
        jar = Path(shutil.copy(one("spark-ext/target/understudy-spark_2.13-*.jar"), work))
        with Llm(jar, shutil.copy(one("local-llm/target/understudy-local-llm-*.jar"), work)) as llm:
            results = {version: attempt(version, llm, work, options.keep) for version in options.versions}
    finally:
        shutil.rmtree(work, ignore_errors=True)
    table = render(results)
    print(table)
    if not options.no_page:
        write_page(table, options.versions)
    sys.exit(0 if all(outcome == "ok" for checks in results.values() for outcome in checks.values() if outcome != "-") else 1)


def build() -> None:
    say("building the jars")
    command = ["mvn", "-q", "-B", "-Dmaven.test.skip=true", "-Dmaven.jar.forceCreation=true"]
    subprocess.run(command + ["-pl", "spark-ext,local-llm", "-am", "package"], cwd=ROOT, check=True)


def one(pattern: str) -> Path:
    found = sorted(jar for jar in ROOT.glob(pattern) if not jar.stem.endswith(("-sources", "-tests")))
    if not found:
        sys.exit(f"try-sparks: {pattern} is not there; leave out --no-build.")
    return found[-1]


class Llm:
    """The local LLM server, and the jar that asks it: a text is true if it contains "good"."""

    def __init__(self, tried: Path, jar: Path):
        self.tried = tried
        java = Path(os.environ["JAVA_HOME"]) / "bin/java" if "JAVA_HOME" in os.environ else "java"
        command = [str(java), "-jar", str(jar), "--port", "0", "--keyword", "good"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)

    def __enter__(self):
        line = self.process.stdout.readline()
        self.url = line.strip().removeprefix("listening on ")
        if not self.url.startswith("http"):
            raise SystemExit("try-sparks: the local LLM server did not start: " + line)
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def attempt(version: str, llm: Llm, work: Path, keep: bool) -> dict:
    environment = CACHE / f"pyspark-{version}"
    was_there = (environment / "complete").exists()
    try:
        home = install(version, environment)
        checks = {"jar": "ok"}
        checks.update(smoke(version, home, environment, llm, work, "functions", [], []))
        checks.update(sql_shell(version, home, environment, llm, work))
        if version.rsplit(".", 1)[0] in WITH_DELTA:
            checks.update(smoke(version, home, environment, llm, work, "delta", conf(DELTA_SETTINGS), delta(version, work)))
        else:
            checks["Delta tables"] = "-"
        checks.pop("jar")
        return checks
    finally:
        if not was_there and not keep:
            shutil.rmtree(environment, ignore_errors=True)


def install(version: str, environment: Path) -> Path:
    if not (environment / "complete").exists():
        say(f"installing PySpark {version}")
        subprocess.run([sys.executable, "-m", "venv", environment], check=True)
        pip = [environment / "bin/python", "-m", "pip", "install", "-q", "--no-cache-dir", "--no-deps"]
        subprocess.run(pip + [f"pyspark=={version}", f"py4j=={PY4J}"], check=True)
        (environment / "complete").write_text(version + "\n")
    return next(environment.glob("lib/python*/site-packages/pyspark"))


def delta(version: str, folder: Path) -> list:
    """Delta Lake by its jars: with --packages, Ivy would trip over an incomplete local repository of Maven."""
    minor = version.rsplit(".", 1)[0]
    names = [f"delta-spark_{minor}_2.13", "delta-storage", "delta-kernel-api", "delta-kernel-defaults", "delta-kernel-unitycatalog"]
    jars = []
    for name in names:
        copy = ["mvn", "-q", "-B", "dependency:copy", f"-Dartifact=io.delta:{name}:{DELTA}", f"-DoutputDirectory={folder}"]
        subprocess.run(copy, check=True, cwd=folder)
        jars.append(str(folder / f"{name}-{DELTA}.jar"))
    return jars


DELTA_SETTINGS = {
    "spark.sql.extensions": "io.delta.sql.DeltaSparkSessionExtension,io.understudy.spark.UnderstudyExtensions",
    "spark.sql.catalog.spark_catalog": "org.apache.spark.sql.delta.catalog.DeltaCatalog",
}


def conf(settings: dict) -> list:
    return [word for key, value in settings.items() for word in ("--conf", f"{key}={value}")]


def settings(llm: Llm, folder: Path, more_jars: list) -> list:
    jars = [str(llm.tried)] + more_jars
    return ["--master", "local[2]", "--jars", ",".join(jars)] + conf(
        {
            "spark.ui.enabled": "false",
            "spark.sql.extensions": "io.understudy.spark.UnderstudyExtensions",
            "spark.sql.warehouse.dir": folder / "warehouse",
            "spark.eventLog.enabled": "true",
            "spark.eventLog.dir": (folder / "events").as_uri(),
            "spark.eventLog.rolling.enabled": "false",
            "spark.eventLog.compress": "false",
            "spark.understudy.endpoints.default.url": llm.url,
            "spark.understudy.endpoints.default.model": "local",
            "spark.understudy.labels": "200",
            "spark.understudy.minRows": "500",
            "spark.understudy.progress": "false",
        }
    )


def smoke(version: str, home: Path, environment: Path, llm: Llm, work: Path, suite: str, more: list, jars: list) -> dict:
    """Outcomes by check, as sparks/smoke.py prints them."""
    folder = work / f"{version}-{suite}"
    (folder / "events").mkdir(parents=True)
    script = [str(HERE / "smoke.py"), suite, llm.url, str(folder)]
    reset(llm)
    result = run(home, environment, "spark-submit", settings(llm, folder, jars) + more + script, folder)
    outcomes = dict(line.split("\t")[1:3] for line in result.stdout.splitlines() if line.startswith("check\t"))
    if result.returncode != 0 or not outcomes:
        outcomes["Delta tables" if suite == "delta" else "the session"] = failed(version, suite, result)
    elif "fails" in outcomes.values():
        failed(version, suite, result)
    return outcomes


def sql_shell(version: str, home: Path, environment: Path, llm: Llm, work: Path) -> dict:
    folder = work / f"{version}-shell"
    (folder / "events").mkdir(parents=True)
    query = "SELECT AI.IF('Is it positive? ' || x) FROM VALUES ('a good book'), ('a poor film') t(x) ORDER BY 1"
    in_memory = conf({"spark.sql.catalogImplementation": "in-memory"})
    result = run(home, environment, "spark-sql", settings(llm, folder, []) + in_memory + ["-e", query], folder)
    right = result.returncode == 0 and result.stdout.split() == ["false", "true"]
    return {"`spark-sql`": "ok" if right else failed(version, "spark-sql", result)}


def run(home: Path, environment: Path, program: str, arguments: list, folder: Path):
    python = str(environment / "bin/python")
    variables = dict(os.environ, SPARK_HOME=str(home), PYSPARK_PYTHON=python, PYSPARK_DRIVER_PYTHON=python)
    variables.pop("SPARK_CONF_DIR", None)
    say(f"{home.parent.parent.parent.parent.name}: {program} {Path(arguments[-1]).name if program == 'spark-submit' else ''}")
    return subprocess.run(
        [str(home / "bin" / program)] + [str(argument) for argument in arguments],
        cwd=folder,
        env=variables,
        capture_output=True,
        text=True,
        timeout=60 * MINUTES,
        check=False,
    )


def failed(version: str, suite: str, result) -> str:
    log = Path(tempfile.gettempdir()) / f"try-sparks-{version}-{suite}.log"
    log.write_text(result.stdout + "\n" + result.stderr)
    say(f"{version} {suite} failed; its output is in {log}")
    return "fails"


def reset(llm: Llm) -> None:
    root = re.match(r"https?://[^/]+", llm.url).group()
    urllib.request.urlopen(urllib.request.Request(root + "/reset", method="POST")).read()


def render(results: dict) -> str:
    names = list(dict.fromkeys(name for checks in results.values() for name in checks))
    lines = ["| | " + " | ".join(results) + " |", "|---|" + "---|" * len(results)]
    for name in names:
        lines.append(f"| {name} | " + " | ".join(checks.get(name, "?") for checks in results.values()) + " |")
    return "\n".join(lines)


def write_page(table: str, versions: list) -> None:
    command = "dev/try-sparks" + ("" if versions == VERSIONS else " " + " ".join(versions))
    today = datetime.date.today().isoformat()
    PAGE.write_text((HERE / "page.md").read_text().format(table=table, date=today, command=command, delta=DELTA))


def say(line: str) -> None:
    print("try-sparks: " + line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
