"""Draws files at random, compares each with its framework, and prints what happened as JSON.

python -m tests.differential.run [--count N] [--seed S] [--of torch,keras,onnx,export] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.differential.drawn import Drawn, compare

KINDS = ("torch", "keras", "onnx", "export")
_MOST_FINDINGS = 40


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--of", default=",".join(KINDS))
    parser.add_argument("--keep", type=Path, help="keep the files that something was wrong with here")
    args = parser.parse_args()
    report = compared(args.of.split(","), args.count, args.seed, args.keep)
    print(json.dumps(report, indent=1))
    return 1 if report["silent"] else 0


def compared(kinds: Sequence[str], count: int, seed: int, keep: Path | None = None) -> dict[str, Any]:
    """Compare `count` files, of every kind as many."""
    makers: list[Callable[[int, Path], Drawn]] = [
        import_module(f"tests.differential.of_{kind}").drawn for kind in kinds
    ]
    outcomes: Counter[str] = Counter()
    silent: list[str] = []
    refusals: Counter[str] = Counter()
    for number in range(count):
        which = number % len(makers)
        with TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            drawn = makers[which](seed + number, Path(folder))
            outcome = compare(drawn)
            outcomes[f"{kinds[which]}: {outcome.kind}"] += 1
            outcomes[f"{kinds[which]}: right, and said all the same"] += bool(outcome.needless)
            if outcome.kind == "refused":
                refusals[outcome.text.partition(": ")[2][:120]] += 1
            if outcome.kind == "silent":
                silent.append(f"{kinds[which]} {seed + number}: {outcome.text}{drawn.story}")
                if keep is not None:
                    keep.mkdir(parents=True, exist_ok=True)
                    shutil.copy(drawn.path, keep / f"{kinds[which]}-{seed + number}{drawn.path.suffix}")
        if len(silent) >= _MOST_FINDINGS:
            break
    return {"outcomes": dict(sorted(outcomes.items())), "silent": silent, "refusals": dict(refusals.most_common(20))}


if __name__ == "__main__":
    sys.exit(main())
