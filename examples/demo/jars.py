"""The jars: built when their sources changed, and only then."""

import hashlib
import os
import shutil
from pathlib import Path

from steps import DemoError, run, say

MODULES = ["proxy-models", "udfs", "catalyst-rules", "spark-ext", "onnx-embedder", "local-llm"]


class Jars:
    def __init__(self, root: Path):
        self.main = one(root / "spark-ext/target", "understudy-spark_2.13-*.jar")
        self.embedder = one(root / "onnx-embedder/target", "understudy-onnx-embedder-*.jar")
        self.local_llm = one(root / "local-llm/target", "understudy-local-llm-*.jar")

    def complete(self) -> bool:
        return None not in (self.main, self.embedder, self.local_llm)


def one(folder: Path, pattern: str):
    found = [
        jar
        for jar in sorted(folder.glob(pattern))
        if not jar.stem.endswith(("-tests", "-sources", "-javadoc"))
    ]
    return found[-1] if found else None


def build(root: Path, work: Path) -> Jars:
    stamp = work / "jars.stamp"
    sources = fingerprint(root)
    jars = Jars(root)
    if jars.complete() and stamp.exists() and stamp.read_text() == sources:
        say("The jars are up to date.")
        return jars
    maven = shutil.which("mvn")
    if maven is None:
        raise DemoError(
            "The jars can't be built: Maven (mvn) was not found. Install Maven 3.8.1 or newer."
        )
    run(
        "Building the jars (the first time Maven downloads its dependencies, some minutes)",
        [maven, "-B", "-ntp", "-Dmaven.test.skip=true", "-Dspotless.check.skip=true"]
        # Else a jar that an earlier build has shaded would be shaded again.
        + ["-Dmaven.jar.forceCreation=true"]
        + ["-pl", "spark-ext,onnx-embedder,local-llm", "-am", "package"],
        work / "logs/build.log",
        "The build needs a JDK 17 in JAVA_HOME and access to Maven Central.",
        cwd=root,
    )
    jars = Jars(root)
    if not jars.complete():
        raise DemoError("The build ended well but a jar is missing; try: mvn -B clean, then ./demo.")
    stamp.write_text(sources)
    return jars


def fingerprint(root: Path) -> str:
    """Changes when a main source, a resource or a POM changes."""
    digest = hashlib.sha256()
    files = [root / "pom.xml"] + [root / module / "pom.xml" for module in MODULES]
    for module in MODULES:
        for folder, _, names in sorted(os.walk(root / module / "src/main")):
            files += [Path(folder) / name for name in sorted(names)]
    for file in files:
        digest.update(str(file.relative_to(root)).encode())
        digest.update(file.read_bytes() if file.exists() else b"")
    return digest.hexdigest()
