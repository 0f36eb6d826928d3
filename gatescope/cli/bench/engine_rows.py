"""Measures the engine; `engine` starts it in a process of its own and reads one row of JSON a line.

python -m gatescope.cli.bench.engine_rows [--quick]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from math import log

import numpy as np

from gatescope.cli.bench import Row, ours, peers
from gatescope.cli.bench.duel import Contestant, Outcome, duel
from gatescope.cli.bench.memory import trace_bytes
from gatescope.cli.bench.onnx_peer import OnnxLayer
from gatescope.cli.bench.subjects import SEED, WORDS, network
from gatescope.cli.bench.torch_peer import TorchLayer
from gatescope.engine import executors
from gatescope.engine.cells import Convention
from gatescope.engine.network import Network

CELLS = {
    "rnn": ("rnn", Convention()),
    "gru": ("gru", Convention()),
    "gru-reset-before": ("gru", Convention(reset_after=False)),
    "lstm": ("lstm", Convention()),
}
SIZES, SIZES_QUICK = (8, 32, 64, 128, 256, 512, 1024), (8, 64, 256, 1024)
LENGTHS, LENGTHS_QUICK = (100, 1_000, 10_000), (100, 1_000)
SECONDS, SECONDS_QUICK = 1.5, 0.3
TURNS, TURNS_QUICK = 7, 3
UNITS = 128
"""Where one size is enough."""
LONG, LONGEST = 1_000, 10_000
ASYMPTOTIC = 64
"""Units from which on the matrix, not the call, is the cost."""


class Bench:
    """All rows of one cell.

    Args:
        cell: as the rows name it.
        quick: fewer turns and sizes.
    """

    def __init__(self, cell: str, *, quick: bool) -> None:
        self.cell = cell
        self._kind, self._convention = CELLS[cell]
        self._quick = quick
        self._torch = peers.installed("torch") and self._convention.reset_after
        self._onnx = peers.installed("onnx", "onnxruntime")

    def rows(self) -> Iterator[Row]:
        """Yield every row."""
        steps: dict[int, float] = {}
        for units in SIZES_QUICK if self._quick else SIZES:
            subject, tokens = self._network(units), text_length(units)
            mine = ours.step(subject, tokens)
            for row in self._rows("step", units, tokens, mine, {"sgemv": peers.sgemv(subject, tokens)}, tokens):
                steps[units] = float(row["ours_ns"] or 0)
                yield row
            yield from self._sequences(subject, units, tokens)
        yield self._exponent("units", None, None, {n: ns for n, ns in steps.items() if n >= ASYMPTOTIC})
        yield self._exponent("tokens", UNITS, None, dict(self._lengths()))
        yield from self._edits()
        yield self._memory()

    def _sequences(self, subject: Network, units: int, tokens: int) -> Iterator[Row]:
        rng = np.random.default_rng(SEED)
        inputs = rng.standard_normal((tokens, units)).astype(np.float32)
        ids = rng.integers(0, WORDS, tokens)
        torch = TorchLayer(subject) if self._torch else None
        from_ids, dense, gradients = {}, {}, {}
        if torch is not None:
            from_ids["torch.nn"], dense["torch.nn"] = torch.from_ids(ids), torch.dense(inputs)
            dense["torch.cell"] = torch.cells(inputs)
            gradients = {"torch.retain_grad": torch.retained_gradients(inputs), "torch.nn": torch.gradients(inputs)}
        if self._onnx:
            onnx = OnnxLayer(subject)
            from_ids["onnxruntime"], dense["onnxruntime"] = onnx.from_ids(ids), onnx.dense(inputs)
        yield from self._rows("sequence-ids", units, tokens, ours.from_ids(subject, ids), from_ids, tokens)
        yield from self._rows("sequence-dense", units, tokens, ours.dense(subject, inputs), dense, tokens)
        yield from self._rows("gradients", units, tokens, ours.gradients(subject, inputs), gradients, tokens)

    def _edits(self) -> Iterator[Row]:
        subject = self._network(UNITS)
        for tokens in (LONG, LONGEST):
            short = {"after 100": ours.typing(subject, 100)}
            yield from self._rows(
                "typing", UNITS, tokens, ours.typing(subject, tokens), short, most=ours.MOST_TYPED // 2
            )
        ids = np.random.default_rng(SEED).integers(0, WORDS, LONG)
        changed = {"torch.nn": TorchLayer(subject).weight_change(ids)} if self._torch else {}
        yield from self._rows("weight-change", UNITS, LONG, ours.weight_change(subject, ids), changed)

    def _lengths(self) -> Iterator[tuple[int, float]]:
        subject = self._network(UNITS)
        for tokens in LENGTHS_QUICK if self._quick else LENGTHS:
            inputs = np.random.default_rng(SEED).standard_normal((tokens, UNITS)).astype(np.float32)
            mine = ours.dense(subject, inputs)
            yield tokens, self._duel(mine, mine).ours_ns

    def _memory(self) -> Row:
        peak, raw = trace_bytes(LONGEST, UNITS, self._kind, self._convention)
        return self._row("memory", UNITS, LONGEST, None, "raw bytes", None, peak / raw)

    def _network(self, units: int) -> Network:
        return network(self._kind, units, units, self._convention)

    def _duel(self, mine: Contestant, other: Contestant, most: int = 1000) -> Outcome:
        seconds, turns = (SECONDS_QUICK, TURNS_QUICK) if self._quick else (SECONDS, TURNS)
        return duel(mine, other, seconds=seconds, turns=turns, most=most)

    def _rows(
        self,
        bench: str,
        units: int,
        tokens: int,
        mine: Contestant,
        others: Mapping[str, Contestant],
        per: int = 1,
        most: int = 1000,
    ) -> Iterator[Row]:
        for peer, other in others.items():
            print(f"{self.cell}, {units} units, {tokens:,} tokens: {bench} / {peer}", file=sys.stderr, flush=True)
            outcome = self._duel(mine, other, most)
            nanoseconds = round(outcome.ours_ns / per), round(outcome.theirs_ns / per)
            yield self._row(bench, units, tokens, nanoseconds[0], peer, nanoseconds[1], outcome.ratio)

    def _exponent(self, of: str, units: int | None, tokens: int | None, costs: Mapping[int, float]) -> Row:
        return self._row("exponent", units, tokens, None, of, None, slope(costs))

    def _row(
        self,
        bench: str,
        units: int | None,
        tokens: int | None,
        ours_ns: int | None,
        peer: str,
        peer_ns: int | None,
        ratio: float,
    ) -> Row:
        return {
            "bench": bench,
            "cell": self.cell,
            "units": units,
            "tokens": tokens,
            "ours_ns": ours_ns,
            "peer": peer,
            "peer_ns": peer_ns,
            "ratio": ratio,
        }


def text_length(units: int) -> int:
    """Return the tokens of a turn: enough to make the cost of the call negligible, few enough for many turns."""
    return 500 if units <= 128 else 200 if units <= 256 else 100


def slope(costs: Mapping[int, float]) -> float:
    """Return the exponent a of cost ∝ size^a that fits best, by least squares of the logarithms."""
    sizes, values = [log(size) for size in costs], [log(cost) for cost in costs.values()]
    return float(np.polyfit(sizes, values, 1)[0])


def main(*, quick: bool) -> None:
    """Print the rows of every cell."""
    executors.load_kernels()
    for cell in CELLS:
        for row in Bench(cell, quick=quick).rows():
            print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main(quick="--quick" in sys.argv[1:])
