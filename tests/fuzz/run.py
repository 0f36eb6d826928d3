"""Fuzzes one kind of file in this process, and prints what happened as JSON.

python -m tests.fuzz.run KIND [--count N] [--seed S] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import os
import random
import sys
import time
import traceback
import warnings
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from gatescope.errors import GateScopeError
from tests.fuzz.kinds import KINDS, Kind
from tests.fuzz.mutate import mutant
from tests.fuzz.watch import MOST_BYTES, Hang, Watch, alarm, import_everything, limit_memory, peak_bytes

_MOST_FINDINGS = 20
_IN_MEMORY = "/dev/shm"


def main() -> int:
    faulthandler.enable()
    parser = argparse.ArgumentParser()
    parser.add_argument("kind", choices=tuple(KINDS))
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="keep the files that something was wrong with here")
    args = parser.parse_args()
    # A file is written anew for every mutant: in memory that takes a tenth of the time.
    with TemporaryDirectory(dir=_IN_MEMORY if os.access(_IN_MEMORY, os.W_OK) else None) as folder:
        report = fuzz(KINDS[args.kind], args.count, args.seed, Path(folder), args.keep)
    print(json.dumps(report))
    return 1 if report["findings"] else 0


def fuzz(kind: Kind, count: int, seed: int, folder: Path, keep: Path | None) -> dict[str, object]:
    """Open `count` mutants; report what was refused, what was read, and whatever must not happen."""
    path = folder / f"mutant{kind.suffix}"
    samples = kind.samples()
    for name, content in kind.beside().items():
        (folder / name).write_bytes(content)
    expected = {path.name, *kind.beside()}
    import_everything()
    for sample in samples:
        path.write_bytes(sample)
        kind.open(path)
    limit_memory()
    watch, rng = Watch(folder), random.Random(seed)
    outcomes: Counter[str] = Counter()
    findings: list[str] = []
    slowest, began = 0.0, time.monotonic()
    for number in range(count):
        data = mutant(rng, samples)
        path.write_bytes(data)
        before, started = peak_bytes(), time.process_time()
        wrong, outcome = _try(kind, path, watch)
        outcomes[outcome] += 1
        slowest = max(slowest, time.process_time() - started)
        if peak_bytes() - before > MOST_BYTES:
            wrong = f"took {(peak_bytes() - before) >> 20} MiB more memory"
        if set(os.listdir(folder)) != expected:
            wrong = f"left {set(os.listdir(folder)) - expected}"
        if wrong:
            findings.append(f"mutant {number}: {wrong}")
            if keep is not None:
                keep.mkdir(parents=True, exist_ok=True)
                (keep / f"{seed}-{number}{kind.suffix}").write_bytes(data)
            if len(findings) >= _MOST_FINDINGS:
                break
    return {
        "mutants": sum(outcomes.values()),
        "outcomes": dict(outcomes),
        "findings": findings,
        "slowest_s": round(slowest, 3),
        "seconds": round(time.monotonic() - began, 1),
        "peak_mib": peak_bytes() >> 20,
    }


def _try(kind: Kind, path: Path, watch: Watch) -> tuple[str, str]:
    """What was wrong with opening `path`, if anything, and how it ended."""
    watch.events.clear()
    wrong, outcome = "", "read"
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        try:
            with alarm(), watch.on():
                kind.open(path)
        except GateScopeError as error:
            outcome = "refused"
            wrong = _fault_of_sentence(str(error), path)
        except Hang:
            wrong = "took more than 2 s\n" + traceback.format_exc(limit=-12)
        except BaseException as error:
            wrong = f"{type(error).__name__}: {error}\n" + traceback.format_exc(limit=-8)
    if warned:
        # A terminal would show it beside the one line that a person is to read.
        wrong = f"{wrong} warned of {warned[0].message} in {warned[0].filename}:{warned[0].lineno}"
    if watch.events:
        wrong = f"{wrong} {'; '.join(watch.events[:3])}"
    return wrong.strip(), outcome


def _fault_of_sentence(sentence: str, path: Path) -> str:
    """What is wrong with an error as a person reads it."""
    # Of two files that do not fit together it may be the other that is named.
    if path.stem not in sentence:
        return f"does not name the file: {sentence[:200]}"
    if len(sentence) > 1000:
        return f"says too much ({len(sentence)} characters): {sentence[:200]}…"
    if "Traceback" in sentence or "\x00" in sentence:
        return f"is no sentence: {sentence[:200]!r}"
    return ""


if __name__ == "__main__":
    sys.exit(main())
