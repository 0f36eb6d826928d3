"""Memory: {bench: trace|idle|typing, bytes, raw_bytes, ratio}.

trace   peak while 10,000 tokens are recorded, over the bytes of the arrays that are kept
idle    the window after its first frames and with the kernels ready, over a process that only imported Qt,
        pyqtgraph, NumPy and Numba
typing  the window after thousands of painted frames of typing, over the same window after its warm-up
"""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Iterator

import numpy as np

from gatescope.cli.bench import Row
from gatescope.cli.bench.probe import ask
from gatescope.cli.bench.subjects import SEED, WORDS, network
from gatescope.engine import executors
from gatescope.engine.cells import Convention
from gatescope.engine.run import run

TOKENS, UNITS = 10_000, 128
FRAMES, FRAMES_QUICK = 12_000, 1_500


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield the three rows; the window's are measured on Linux, which tells a process how much of it is resident."""
    yield _row("trace", *trace_bytes(TOKENS // 10 if quick else TOKENS, UNITS))
    if not sys.platform.startswith("linux"):
        print("idle and typing are measured on Linux only", file=sys.stderr)
        return
    yield _row("idle", ask("idle")["bytes"], ask("libraries")["bytes"])
    typed = ask("typing", str(FRAMES_QUICK if quick else FRAMES))
    print(
        f"typing: {typed['frames']:,} frames painted; references to None {typed['none_before']:,} before and "
        f"{typed['none_after']:,} after",
        file=sys.stderr,
    )
    yield _row("typing", typed["bytes"], typed["bytes_before"])


def trace_bytes(tokens: int, units: int, cell: str = "lstm", convention: Convention | None = None) -> tuple[int, int]:
    """Return the peak of bytes allocated while a layer records `tokens` tokens, and the bytes of the trace's arrays."""
    executors.load_kernels()
    subject = network(cell, units, convention=convention)
    ids = np.random.default_rng(SEED).integers(0, WORDS, tokens)
    run(subject, ids=ids)  # loads what a text of this length needs
    tracemalloc.start()
    try:
        trace = run(subject, ids=ids)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    return peak, sum(array.nbytes for array in trace.values())


def _row(bench: str, taken: int, raw: int) -> Row:
    return {"bench": bench, "bytes": taken, "raw_bytes": raw, "ratio": taken / raw}
