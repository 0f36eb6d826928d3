"""Models of Keras with varied weights, saved and read; for tests where Keras is installed."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("torch", reason="PyTorch is not installed; it computes for Keras here")
os.environ.setdefault("KERAS_BACKEND", "torch")
keras: Any = pytest.importorskip("keras", reason="Keras is not installed (pip install keras)")
if keras.backend.backend() != "torch":
    pytest.skip("Keras computes with another library than PyTorch here", allow_module_level=True)
layers = keras.layers

STEPS, INPUTS = 6, 3
RECURRENT = ("SimpleRNN", "GRU", "LSTM")
# Keras' way from a tensor to an array is one that NumPy is giving up.
quiet = pytest.mark.filterwarnings("ignore:__array__ implementation doesn't accept:DeprecationWarning")


def varied(model: Any) -> Any:
    """`model` with every weight drawn at random, so that no two can be confused."""
    rng = np.random.default_rng(11)
    model.set_weights([rng.uniform(-0.7, 0.7, weight.shape).astype(np.float32) for weight in model.get_weights()])
    return model


def vectors() -> np.ndarray:
    """(1, T, I) a batch of one."""
    return np.random.default_rng(5).normal(size=(1, STEPS, INPUTS)).astype(np.float32)


def answer(model: Any, inputs: np.ndarray) -> np.ndarray:
    """What `model` gives for a batch of one, without the batch."""
    return np.asarray(keras.ops.convert_to_numpy(model(inputs)))[0]


def saved(model: Any, folder: Path, suffix: str) -> Path:
    """`model` in a file: ``.keras``, ``.h5`` or ``.weights.h5``."""
    path = folder / f"model{suffix}"
    # Keras warns of its older format.
    log = logging.getLogger("absl")
    before = log.level
    log.setLevel(logging.ERROR)
    (model.save_weights if suffix == ".weights.h5" else model.save)(path)
    log.setLevel(before)
    return path
