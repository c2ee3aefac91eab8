"""The texts: 23,703 of them, each rated by 20 people from -4 (negative) to 4 (positive).

C.J. Hutto and Eric Gilbert: VADER: A Parsimonious Rule-based Model for Sentiment Analysis of Social
Media Text. ICWSM 2014. Published in the source package of vaderSentiment (MIT License).
"""

import hashlib
import io
import json
import tarfile
from pathlib import Path

from environment import Environment
from steps import DemoError, run, say

PACKAGE = "vaderSentiment-3.3.2.tar.gz"
SHA256 = "5d7c06e027fc8b99238edb0d53d970cf97066ef97654009890b83703849632f9"
INNER = "additional_resources/hutto_ICWSM_2014.tar.gz"
ROWS = 23_703
FILES = 16

KINDS = {
    "movieReviewSnippets": "movie review sentence",
    "amazonReviewSnippets": "product review sentence",
    "nytEditorialSnippets": "newspaper editorial sentence",
    "tweets": "tweet",
}


def prepare(work: Path, environment: Environment) -> list:
    """The rows, also written as JSON lines into work/texts, in several files for several tasks."""
    package = work / "downloads" / PACKAGE
    if not (package.exists() and sha256(package) == SHA256):
        fetch(package, work, environment)
    rows = read(package)
    if len(rows) != ROWS:
        raise DemoError(f"{PACKAGE} has {len(rows)} texts instead of {ROWS}. Delete {package}.")
    folder = work / "texts"
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(FILES):
        lines = [json.dumps(row, ensure_ascii=False) for row in rows[number::FILES]]
        write_if_changed(folder / f"part-{number:02}.json", "\n".join(lines) + "\n")
    say(f"{len(rows):,} texts, each rated by 20 people (Hutto and Gilbert 2014).")
    return rows


def fetch(package: Path, work: Path, environment: Environment) -> None:
    package.parent.mkdir(parents=True, exist_ok=True)
    package.unlink(missing_ok=True)
    # With a hash pip refuses another file before anything in it runs.
    wanted = work / "downloads/requirements.txt"
    wanted.write_text(f"vaderSentiment==3.3.2 --hash=sha256:{SHA256}\n")
    run(
        "Fetching the texts (2.4 MB, from PyPI)",
        [environment.python, "-m", "pip", "download", "--no-deps", "--no-binary", "vaderSentiment"]
        + ["--disable-pip-version-check", "--require-hashes", "-r", wanted, "-d", package.parent],
        work / "logs/texts.log",
        "It needs access to PyPI.",
    )
    found = sha256(package) if package.exists() else "no file"
    if found != SHA256:
        raise DemoError(f"{PACKAGE} is not the published file: SHA-256 is {found}, not {SHA256}.")


def read(package: Path) -> list:
    rows = []
    with tarfile.open(package) as outer:
        member = next(name for name in outer.getnames() if name.endswith(INNER))
        inner_bytes = outer.extractfile(member).read()
    with tarfile.open(fileobj=io.BytesIO(inner_bytes)) as inner:
        for file, kind in KINDS.items():
            name = f"hutto_ICWSM_2014/{file}_GroundTruth.txt"
            content = inner.extractfile(name).read().decode("latin-1")
            for line in content.replace("\r\n", "\n").split("\n"):
                if line:
                    _, rating, text = line.split("\t")
                    rows.append(row(len(rows), kind, float(rating), text.strip()))
    return rows


def row(number: int, kind: str, rating: float, text: str) -> dict:
    return {"id": number, "kind": kind, "rating": rating, "positive": rating > 0, "text": text}


def sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def write_if_changed(file: Path, content: str) -> None:
    if not file.exists() or file.read_text(encoding="utf-8") != content:
        file.write_text(content, encoding="utf-8")
