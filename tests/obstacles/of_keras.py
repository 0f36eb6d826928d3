"""Obstacles in models of Keras."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.formats.keras.generated import answer, keras, layers, saved, varied
from tests.obstacles.case import IDS, INPUTS, TOKENS, UNITS, Case, Made, vectors


def _case(obstacle: str, suffix: str, before: Callable[[], Any] | None, said: str = "", **options: Any) -> Case:
    """`before` stands before an LSTM with `options`."""

    def make(folder: Path) -> Made:
        first = [] if before is None else [before()]
        lstm = layers.LSTM(UNITS, return_sequences=True, **options)
        model = varied(keras.Sequential([keras.Input((TOKENS, INPUTS)), *first, lstm]))
        x = vectors()
        x[2] = 0
        h = answer(model, x[None])
        return Made(saved(model, folder, suffix), x, h[::-1] if options.get("go_backwards") else h)

    return Case(f"keras, {suffix}: {obstacle}", make, said)


def _padded(suffix: str) -> Case:
    def make(folder: Path) -> Made:
        embedding = layers.Embedding(7, INPUTS, mask_zero=True)
        lstm = layers.LSTM(UNITS, return_sequences=True)
        model = varied(keras.Sequential([keras.Input((TOKENS,)), embedding, lstm]))
        return Made(saved(model, folder, suffix), IDS, answer(model, IDS[None])[IDS != 0], IDS != 0)

    return Case(f"keras, {suffix}: padding", make)


_OBSTACLES: list[tuple[str, Callable[[], Any], str]] = [
    ("inputs scaled", lambda: layers.Rescaling(2.0, 0.5), "Rescaling"),
    ("a function before", lambda: layers.ReLU(), "ReLU"),
    ("a matrix before", lambda: layers.Dense(INPUTS), "Dense"),
    ("a norm before", lambda: layers.LayerNormalization(), "LayerNormalization"),
    ("vectors masked", lambda: layers.Masking(0.0), "masked"),
]
CASES = [_case(name, suffix, before, said) for name, before, said in _OBSTACLES for suffix in (".keras", ".h5")]
CASES += [_case("turned round", suffix, None, go_backwards=True) for suffix in (".keras", ".h5")]
CASES += [_case("a norm before", ".weights.h5", lambda: layers.LayerNormalization(), "layer_normalization")]
CASES += [_padded(suffix) for suffix in (".keras", ".h5")]
