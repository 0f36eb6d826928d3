"""The kinds of file that are fuzzed: where their samples come from, and what opens them."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from gatescope.formats import library

SHARED = Path(__file__).parents[3] / "shared"
_MOST = 120_000
"""Bytes: of a larger file most mutants are the same, and all of them slow."""


@dataclass(frozen=True)
class Kind:
    """One kind: the suffix of its files, valid ones to start from, and what a person's click would call."""

    suffix: str
    samples: Callable[[], list[bytes]]
    open: Callable[[Path], object]


def found(*patterns: str) -> list[bytes]:
    """The small files under ../shared that match the patterns, each once."""
    paths = dict.fromkeys(path for pattern in patterns for path in sorted(SHARED.glob(pattern)))
    return [path.read_bytes() for path in paths if path.stat().st_size <= _MOST]


def _model(path: Path) -> object:
    return library.load(path).network.parameter_count()


def _arrays() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    shapes = {"emb": (6, 3), "weight_ih_l0": (16, 3), "weight_hh_l0": (16, 4), "bias_ih_l0": (16,), "bias_hh_l0": (16,)}
    return {name: rng.normal(size=shape).astype(np.float32) for name, shape in shapes.items()}


def _npz() -> list[bytes]:
    out, packed = io.BytesIO(), io.BytesIO()
    np.savez(out, **_arrays())
    np.savez_compressed(packed, **_arrays())
    return [out.getvalue(), packed.getvalue()]


def _json() -> list[bytes]:
    return [json.dumps({name: array.round(3).tolist() for name, array in _arrays().items()}).encode()]


KINDS: dict[str, Kind] = {
    "safetensors": Kind(
        ".safetensors",
        lambda: found("bad/odd_but_valid/*.safetensors"),
        _model,
    ),
    "pt": Kind(".pt", lambda: found("bad/odd_but_valid/7[236]*.pt", "oracles/torch_oracle/*.pt"), _model),
    "pt-legacy": Kind(".pt", lambda: found("bad/odd_but_valid/77*.pt"), _model),
    "h5": Kind(".h5", lambda: found("oracles/keras_oracle/*.h5"), _model),
    "keras": Kind(".keras", lambda: found("oracles/keras_oracle/*.keras"), _model),
    "npz": Kind(".npz", _npz, _model),
    "json": Kind(".json", _json, _model),
}
