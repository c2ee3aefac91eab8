"""One session of the distribution's own spark-sql, shown while it runs."""

import os
import queue
import re
import subprocess
import threading
import time
from pathlib import Path

from steps import DemoError, progress, say, tail

SECTION = "-- @section "
MARK = "@@section "
QUIET_SECONDS = 10
COUNT = re.compile(r"^understudy: .* [0-9,]+( of [0-9,]+)?$")
NOISE = ("Spark master: ", "Spark Web UI", "Time taken: ")


class Script:
    """SQL in sections; each section's title and text are shown when Spark comes to it."""

    def __init__(self, *texts: str, reached=lambda number: None):
        """The texts' sections; reached is told the number of each section that Spark comes to."""
        self.sections = []
        self.reached = reached
        for text in texts:
            for part in text.split(SECTION)[1:]:
                title, sql = part.split("\n", 1)
                self.sections.append((title.strip(), sql.strip()))
        self.shown = -1

    def sql(self) -> str:
        return "\n".join(
            f"SELECT '{MARK}{number}' AS `{MARK}{number}`;\n{sql}\n" for number, (_, sql) in enumerate(self.sections)
        )

    def show(self, number: int) -> None:
        """Once per section, though the mark comes as a header and as a row."""
        if number <= self.shown:
            return
        self.shown = number
        self.reached(number)
        title, sql = self.sections[number]
        shown = [line for line in sql.splitlines() if not line.startswith("--")]
        say(f"\n=== {title}\n\n" + "\n".join(("    " + line).rstrip() for line in shown) + "\n")


def run(
    sql: str, script: Script, spark_home: Path, jars: list, settings: dict, work: Path
) -> None:
    """
    Runs SQL that contains the script's. Rows go to standard output, progress to standard error,
    the rest into a log.

    Raises DemoError when a statement fails.
    """
    file = work / "run.sql"
    file.write_text(sql, encoding="utf-8")
    command = [str(spark_home / "bin/spark-sql"), "--master", "local[*]", "--driver-memory", "3g"]
    command += ["--jars", ",".join(str(jar) for jar in jars)]
    for key, value in settings.items():
        command += ["--conf", f"{key}={value}"]
    command += ["-f", str(file)]
    environment = dict(os.environ, SPARK_HOME=str(spark_home), SPARK_LOCAL_IP="127.0.0.1")
    environment.pop("SPARK_CONF_DIR", None)
    log = work / "logs/spark-sql.log"
    process = subprocess.Popen(
        command,
        cwd=work,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
    )
    try:
        with log.open("w", encoding="utf-8") as out:
            show(process, script, out)
        code = process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
    if code != 0:
        raise DemoError(f"spark-sql failed (exit code {code}). The end of {log}:\n{tail(log, 25)}")


def show(process: subprocess.Popen, script: Script, log) -> None:
    lines = queue.Queue()
    for name in ("stdout", "stderr"):
        threading.Thread(target=read, args=(getattr(process, name), name, lines), daemon=True).start()
    progress("Spark starts")
    started = spoken = time.monotonic()
    ended = 0
    in_summary = False
    counts = Counts()
    while ended < 2:
        try:
            name, line = lines.get(timeout=1)
        except queue.Empty:
            if time.monotonic() - spoken >= QUIET_SECONDS:
                progress(f"still at it, {time.monotonic() - started:.0f} s")
                spoken = time.monotonic()
            continue
        if line is None:
            ended += 1
            continue
        log.write(line)
        log.flush()
        if name == "stdout":
            show_row(line.rstrip("\n"), script)
            spoken = time.monotonic()
        else:
            in_summary = line.startswith("understudy: ") or (in_summary and line.startswith("  "))
            if in_summary and not counts.too_soon(line):
                progress(line.rstrip("\n"))
                spoken = time.monotonic()


class Counts:
    """Thins out lines that differ in their numbers only."""

    def __init__(self):
        self.what = ""
        self.since = 0.0

    def too_soon(self, line: str) -> bool:
        if not COUNT.search(line):
            return False
        what = re.sub(r"[0-9,]+", "", line)
        if what == self.what and time.monotonic() - self.since < QUIET_SECONDS / 2:
            return True
        self.what = what
        self.since = time.monotonic()
        return False


def show_row(line: str, script: Script) -> None:
    if line.startswith(MARK):
        script.show(int(line[len(MARK) :]))
    elif line != "Response code" and not line.startswith(NOISE):
        say(line)


def read(stream, name: str, lines: queue.Queue) -> None:
    for line in stream:
        lines.put((name, line))
    lines.put((name, None))
