"""Java, and a Python environment with the complete Spark distribution that PySpark is."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from steps import DemoError, run, say

PYSPARK = "4.1.0"
PY4J = "0.10.9.9"


def java() -> str:
    """The java that Spark's scripts take as well."""
    home = os.environ.get("JAVA_HOME")
    command = str(Path(home) / "bin/java") if home else shutil.which("java")
    cure = "Install a JDK 17 and set JAVA_HOME to it."
    if command is None or not Path(command).exists():
        raise DemoError(f"Java was not found. {cure}")
    answer = subprocess.run([command, "-version"], capture_output=True, text=True, check=False)
    version = re.search(r'version "(\d+)', answer.stderr + answer.stdout)
    if version is None or int(version.group(1)) < 17:
        raise DemoError(f"{command} is not Java 17. {cure}")
    return command


class Environment:
    def __init__(self, work: Path):
        self.folder = work / "venv"
        self.python = self.folder / "bin/python"

    def spark_home(self) -> Path:
        found = sorted(self.folder.glob("lib/python*/site-packages/pyspark"))
        if not found:
            raise DemoError(f"PySpark is missing in {self.folder}. Delete that folder and try again.")
        return found[-1]

    def installed(self) -> bool:
        site = "lib/python*/site-packages"
        return bool(
            list(self.folder.glob(f"{site}/pyspark-{PYSPARK}.dist-info"))
            and list(self.folder.glob(f"{site}/py4j-{PY4J}.dist-info"))
        )


def prepare(work: Path) -> Environment:
    environment = Environment(work)
    if environment.installed():
        say(f"PySpark {PYSPARK} is there.")
        return environment
    shutil.rmtree(environment.folder, ignore_errors=True)
    run(
        "Making a Python environment",
        [sys.executable, "-m", "venv", environment.folder],
        work / "logs/venv.log",
        "Python's venv module is needed; on Debian and Ubuntu: apt install python3-venv.",
    )
    run(
        f"Installing PySpark {PYSPARK}, the complete distribution (430 MB, some minutes)",
        [environment.python, "-m", "pip", "install", "--no-deps", "--progress-bar", "off"]
        + ["--disable-pip-version-check", f"pyspark=={PYSPARK}", f"py4j=={PY4J}"],
        work / "logs/pyspark.log",
        "It needs access to PyPI and 1.5 GB of disk.",
    )
    return environment
