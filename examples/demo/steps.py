"""Long steps that show they are alive, and failures that say what to do."""

import subprocess
import sys
import time
from pathlib import Path


class DemoError(Exception):
    """Ends the demo; the text says problem, cause and cure."""


def say(text: str = "") -> None:
    print(text, flush=True)


def progress(text: str) -> None:
    print(f"  {text}", file=sys.stderr, flush=True)


def run(title: str, command: list, log: Path, cure: str, **options) -> None:
    """Runs a command with its output in a log, and a sign of life every ten seconds."""
    say(f"{title} ...")
    started = time.monotonic()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(
            [str(part) for part in command], stdout=out, stderr=subprocess.STDOUT, **options
        )
        try:
            while True:
                try:
                    code = process.wait(timeout=10)
                    break
                except subprocess.TimeoutExpired:
                    progress(f"still at it, {time.monotonic() - started:.0f} s; {last_line(log)}")
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if code != 0:
        raise DemoError(f"{title} failed (exit code {code}). {cure}\nThe end of {log}:\n{tail(log)}")
    say(f"  done in {time.monotonic() - started:.0f} s")


def tail(log: Path, lines: int = 30) -> str:
    """The last lines of a log, without the frames of Java's stack traces."""
    text = log.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join([line for line in text if not line.lstrip().startswith("at ")][-lines:])


def last_line(log: Path) -> str:
    text = tail(log, 1).strip()
    return text[:90] if text else "no output yet"
