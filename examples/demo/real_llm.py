"""A small real model behind llama.cpp's server, as dev/real-llm starts it."""

import contextlib
import subprocess
import time
from pathlib import Path

import llm
from steps import DemoError, run, say, tail


class RealEndpoint(llm.Endpoint):
    """One that answers a few texts a second, and has fewer to learn from."""

    def settings(self) -> dict:
        prefix = "spark.understudy.endpoints.default."
        return {
            **super().settings(),
            prefix + "concurrency": 4,
            prefix + "timeout": "10min",
            prefix + "deadline": "1h",
            "spark.understudy.labels": 200,
            "spark.understudy.minRows": 500,
        }


@contextlib.contextmanager
def endpoint(root: Path, work: Path):
    script = root / "dev/real-llm"
    run(
        "Preparing the model and its server (the first time 0.5 GB, and where no server is found, a long build)",
        [script, "--prepare"],
        work / "logs/real-llm-prepare.log",
        "It says above what to do.",
    )
    log = work / "logs/real-llm.log"
    with log.open("w", encoding="utf-8") as out:
        server = subprocess.Popen([script, "--port", "0"], stdout=out, stderr=subprocess.STDOUT)
    try:
        url = address(server, log)
        say("The LLM is real and small: Qwen2.5-Coder-0.5B-Instruct on this machine, some texts a second.")
        yield RealEndpoint(url, "qwen2.5-coder-0.5b", "Qwen2.5-Coder-0.5B-Instruct on this machine")
    finally:
        server.terminate()
        server.wait()


def address(server: subprocess.Popen, log: Path) -> str:
    """Loading a model takes its time on a busy machine."""
    while server.poll() is None:
        for line in log.read_text(encoding="utf-8").splitlines():
            if line.startswith("listening on "):
                return line.split()[-1]
        time.sleep(0.2)
    raise DemoError(f"The model's server did not start. The end of {log}:\n{tail(log)}")
