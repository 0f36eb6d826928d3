"""Small random models and what tests do with a session again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from gatescope.engine.cells import CELLS, Convention, Direction
from gatescope.engine.network import LayerParameters, Network, ReadOut
from gatescope.formats.core.model import Model
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary

if TYPE_CHECKING:
    from gatescope.session.run.snapshot import Snapshot
    from gatescope.session.session import Session

WORDS = ("<unk>", "the", "film", "was", "not", "good", "bad", "a", "b", "!", ".")
LETTERS = ("<unk>", *"abcdefghijklmnopqrstuvwxyz !.")


def random_network(
    cell: str = "lstm",
    *,
    rows: int = len(WORDS),
    inputs: int = 4,
    units: int = 5,
    layers: int = 1,
    directions: tuple[Direction, ...] = ("forward",),
    seed: int = 0,
) -> Network:
    """A network with weights far from zero and all different, so that no mix-up goes unnoticed."""
    rng = np.random.default_rng(seed)
    gates = len(CELLS[cell].gates)

    def draw(*shape: int) -> np.ndarray:
        return rng.uniform(-1.0, 1.0, shape).astype(np.float32)

    stack, width = [], inputs
    for _ in range(layers):
        stack.append(
            tuple(
                LayerParameters(
                    draw(gates, units, width), draw(gates, units, units), draw(gates, units), draw(gates, units)
                )
                for _ in directions
            )
        )
        width = units * len(directions)
    readouts = (
        ReadOut("sentiment", "logistic", draw(1, width), draw(1), ("negative", "positive")),
        ReadOut("topic", "softmax", draw(3, width), draw(3), ("x", "y", "z")),
    )
    return Network(CELLS[cell], Convention(), tuple(stack), directions, draw(rows, inputs), readouts)


def word_model(name: str = "words", cell: str = "lstm", *, words: tuple[str, ...] = WORDS, **network: object) -> Model:
    vocabulary = Vocabulary(words, lower_case=True, unknown=0)
    return Model(
        name,
        random_network(cell, rows=len(words), **network),  # type: ignore[arg-type]
        vocabulary,
        tokenizer("word"),
        {"family": "test"},
    )


def letter_model(name: str = "letters", cell: str = "gru", **network: object) -> Model:
    vocabulary = Vocabulary(LETTERS, lower_case=True, unknown=0)
    return Model(
        name,
        random_network(cell, rows=len(LETTERS), **network),  # type: ignore[arg-type]
        vocabulary,
        tokenizer("character"),
        {"family": "test"},
    )


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def settled(qtbot: object, session: Session) -> Snapshot:
    """Wait until the session shows what its document asks for, and return that."""

    def shows_document() -> bool:
        snapshot, document = session.snapshot, session.document
        return (
            snapshot is not None
            and snapshot.text == document.text
            and tuple(run.model for run in snapshot.runs) == document.shown
            and all(run.network is document.networks[run.model] for run in snapshot.runs)
        )

    qtbot.waitUntil(shows_document, timeout=10_000)  # type: ignore[attr-defined]
    assert session.snapshot is not None
    return session.snapshot


def copied(snapshot: Snapshot) -> list[dict[str, np.ndarray]]:
    """Every array of every run, copied."""
    return [
        {key: np.array(values) for key, values in (*run.trace.items(), *run.readouts.items())} for run in snapshot.runs
    ]
