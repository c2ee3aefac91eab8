"""Which LLM answers: the one that the environment names, an Ollama, or the local server."""

import contextlib
import json
import os
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from steps import DemoError, say, tail

OLLAMA = "http://127.0.0.1:11434"
LATENCY_MS = 40


class Endpoint:
    """An OpenAI-compatible endpoint; a key is known by its environment variable only."""

    def __init__(self, url: str, model: str, name: str, key_variable: str = ""):
        self.url = url
        self.model = model
        self.name = name
        self.key_variable = key_variable

    def settings(self) -> dict:
        prefix = "spark.understudy.endpoints.default."
        settings = {prefix + "url": self.url, prefix + "model": self.model}
        if self.key_variable:
            settings[prefix + "apiKey.env"] = self.key_variable
        return settings


@contextlib.contextmanager
def endpoint(rows: list, questions: dict, jar: Path, java: str, work: Path):
    named = from_environment() or from_ollama()
    if named is not None:
        say(f"The LLM is {named.name}. How long the demo takes depends on it; --rows N asks less.")
        yield named
        return
    say(
        "The LLM is a stand-in: no endpoint is configured (UNDERSTUDY_LLM_URL) and no Ollama answers,"
        f"\n  so a local server plays it over HTTP, answers as the people rated, and takes {LATENCY_MS} ms per call."
    )
    labels = work / "labels.jsonl"
    write_labels(rows, questions, labels)
    log = work / "logs/local-llm.log"
    command = [java, "-Xmx512m", "-jar", str(jar), "--port", "0", "--labels", str(labels)]
    command += ["--latency-ms", str(LATENCY_MS)]
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT)
    try:
        yield Endpoint(address(server, log), "people", "the local stand-in, answering as people rated")
    finally:
        server.terminate()
        server.wait()


def from_environment():
    url = os.environ.get("UNDERSTUDY_LLM_URL", "").strip()
    if not url:
        return None
    model = os.environ.get("UNDERSTUDY_LLM_MODEL", "").strip()
    if not model:
        raise DemoError(
            "UNDERSTUDY_LLM_URL is set but UNDERSTUDY_LLM_MODEL is not: set it to the model's name as"
            " the endpoint knows it, or unset UNDERSTUDY_LLM_URL."
        )
    key = "UNDERSTUDY_LLM_API_KEY"
    return Endpoint(url, model, f"{model} at {url}", key if os.environ.get(key) else "")


def from_ollama():
    try:
        with urllib.request.urlopen(OLLAMA + "/api/tags", timeout=2) as reply:
            models = [model["name"] for model in json.load(reply).get("models", [])]
    except (OSError, ValueError, urllib.error.URLError):
        return None
    models = [model for model in models if "embed" not in model]
    wanted = os.environ.get("UNDERSTUDY_LLM_MODEL", "").strip()
    if wanted or models:
        model = wanted or models[0]
        return Endpoint(OLLAMA + "/v1", model, f"{model} of the Ollama on this machine")
    say("An Ollama runs on this machine but has no model.")
    return None


def write_labels(rows: list, questions: dict, file: Path) -> None:
    """What people said, for each question: {"question": a piece of it, "text", "answer"}."""
    with file.open("w", encoding="utf-8") as out:
        for row in rows:
            for column, piece in questions.items():
                line = {"question": piece, "text": row["text"], "answer": row[column]}
                out.write(json.dumps(line, ensure_ascii=False) + "\n")


def address(server: subprocess.Popen, log: Path) -> str:
    for _ in range(300):
        for line in log.read_text(encoding="utf-8").splitlines():
            if line.startswith("listening on "):
                url = line.split()[-1].rstrip("/")
                return url if url.endswith("/v1") else url + "/v1"
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise DemoError(f"The local LLM server did not start. The end of {log}:\n{tail(log)}")
