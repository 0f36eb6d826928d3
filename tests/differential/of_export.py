"""Modules of PyTorch as its own exporter writes them to ONNX."""

from __future__ import annotations

import logging
import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.differential import of_torch
from tests.differential.drawn import Drawn

pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")
torch = of_torch.torch
_OPERATORS = ("RNN", "GRU", "LSTM")


def drawn(seed: int, folder: Path) -> Drawn:
    """Draw a model as `of_torch` does and export it into `folder`."""
    kept = {}

    def export(model: object, _folder: Path) -> Path:
        kept["model"] = model
        return folder / "model.onnx"

    found = of_torch.drawn(seed, folder, export)
    x = torch.from_numpy(found.x)[None]
    names = {0: "batch", 1: "time"} if random.Random(seed).random() < 0.5 else {1: "time"}
    log = logging.getLogger("torch.onnx")
    before = log.level
    log.setLevel(logging.ERROR)
    torch.onnx.export(
        kept["model"], (x,), str(folder / "model.onnx"), dynamo=False, input_names=["x"], dynamic_axes={"x": names}
    )
    log.setLevel(before)
    recorded = {
        f"/{path.replace('.', '/')}/{operator}{number}": one
        for path, one in found.recorded.items()
        for operator in _OPERATORS
        for number in ("", "_1", "_2")
    }
    return replace(found, recorded=recorded, story=f"exported from {found.story}")
