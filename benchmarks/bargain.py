"""Runs BARGAIN's accuracy query on recorded scores: bargain.py ROWS TARGET DELTA SEED.

ROWS has one line per row: score, the proxy's label, the oracle's label. Prints one JSON object: how
many rows the oracle was asked about, and how many answers are the oracle's. Needs the package
`bargain` (PyPI, 0.1.3); only for benchmarks.
"""

import json
import sys

from BARGAIN import BARGAIN_A, Oracle, Proxy

path, target, delta, seed = sys.argv[1], float(sys.argv[2]), float(sys.argv[3]), int(sys.argv[4])
with open(path) as lines:
    rows = [line.rstrip("\n").split(",") for line in lines]


class Recorded(Proxy):
    def proxy_func(self, row):
        return int(rows[int(row)][1]), float(rows[int(row)][0])


class Answers(Oracle):
    def oracle_func(self, row, proxy_output):
        answer = int(rows[int(row)][2])
        return answer == proxy_output, answer


oracle = Answers(verbose=False, max_workers=1)
bargain = BARGAIN_A(
    Recorded(verbose=False, max_workers=1), oracle, target=target, delta=delta, seed=seed, verbose=False
)
answers = bargain.process([str(i) for i in range(len(rows))])
right = sum(int(answer) == int(row[2]) for answer, row in zip(answers, rows))
print(json.dumps({"asked": oracle.get_number_preds(), "right": right}))
