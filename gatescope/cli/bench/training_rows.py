"""Measures training steps; `training` starts it in a process of its own and reads one row of JSON a line.

python -m gatescope.cli.bench.training_rows [--quick]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import numpy as np

from gatescope.analysis.clipping import clip_by_norm
from gatescope.cli.bench import Row, peers
from gatescope.cli.bench.duel import Contestant, duel
from gatescope.cli.bench.subjects import INPUTS, SEED, WORDS, network
from gatescope.cli.bench.torch_training import TorchTraining
from gatescope.engine import executors
from gatescope.engine.network import Network
from gatescope.formats.own.tensors import tensors, with_tensors
from gatescope.training.gradients import NO_DROPOUT, loss_and_gradients
from gatescope.training.optimisers import Adam
from gatescope.training.sequences import Sequences, classified
from gatescope.training.settings import Settings

CELLS = ("rnn", "gru", "lstm")
SIZES, SIZES_QUICK = (32, 64, 128, 256), (32, 256)
BATCH, TOKENS = 64, 20
SECONDS, SECONDS_QUICK = 4.0, 0.5
TURNS, TURNS_QUICK = 15, 3


class OurTraining:
    """Steps a network.

    Attributes:
        network: as it is after the last step.
    """

    def __init__(self, start: Network, batch: Sequences, settings: Settings) -> None:
        self.network = start
        self._batch, self._settings = batch, settings
        self._adam, self._rng = Adam(), np.random.default_rng(SEED)

    def step(self) -> float:
        """Make one step and return the loss before it."""
        made = loss_and_gradients(self.network, self._batch, NO_DROPOUT, self._rng)
        gradients, _ = clip_by_norm(made.gradients, self._settings.clip_norm or np.inf)
        values = self._adam.step(tensors(self.network), gradients, self._settings.learning_rate)
        self.network = with_tensors(self.network, values)
        return made.loss


def batch(rng: np.random.Generator) -> Sequences:
    """Return a mini-batch of sentences of random words with random labels."""
    return classified(list(rng.integers(0, WORDS, (BATCH, TOKENS))), list(rng.integers(0, 2, BATCH)))


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield a row for every cell and size."""
    settings, drawn = Settings(), batch(np.random.default_rng(SEED))
    for cell in CELLS:
        for units in SIZES_QUICK if quick else SIZES:
            print(f"{cell}, {units} units: a training step", file=sys.stderr, flush=True)
            start = network(cell, units, INPUTS)
            mine = Contestant(OurTraining(start, drawn, settings).step)
            torch = peers.installed("torch")
            other = Contestant(TorchTraining(start, drawn, settings).step) if torch else mine
            seconds, turns = (SECONDS_QUICK, TURNS_QUICK) if quick else (SECONDS, TURNS)
            outcome = duel(mine, other, seconds=seconds, turns=turns)
            yield {
                "bench": "training",
                "cell": cell,
                "units": units,
                "batch": BATCH,
                "ours_ms": outcome.ours_ns / 1e6,
                "peer": "torch",
                "peer_ms": outcome.theirs_ns / 1e6 if torch else None,
                "ratio": outcome.ratio if torch else None,
            }


def main(*, quick: bool) -> None:
    """Print the rows."""
    executors.load_kernels()
    for row in rows(quick=quick):
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main(quick="--quick" in sys.argv[1:])
