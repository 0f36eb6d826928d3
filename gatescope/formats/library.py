"""The models that come with GateScope, and the way from a name or a file to a model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from gatescope.engine.cells import CELLS
from gatescope.errors import FileError, UsageError
from gatescope.formats import card as model_card
from gatescope.formats.model import Model
from gatescope.formats.safetensors_model import load_model
from gatescope.resources import resource


def bundled() -> tuple[str, ...]:
    """Names of the bundled models: by family, within one from the simplest cell to the richest."""
    return tuple(sorted((path.stem for path in resource("models").glob("*.json")), key=_order))


def card(name: str) -> dict[str, Any]:
    """The model card of a bundled model, without reading its weights.

    Raises:
        UsageError: no bundled model is called so.
    """
    return model_card.read(_bundled_path(name, ".json"))


def load(name_or_path: str | Path) -> Model:
    """Return a bundled model by its name, or the model in a file.

    Raises:
        FileError: there is neither a bundled model nor a file of that name, or the file cannot be read.
        FormatError: the file is no model.
    """
    name = str(name_or_path)
    if isinstance(name_or_path, str) and name in bundled():
        return load_model(_bundled_path(name, ".safetensors"))
    path = Path(name_or_path)
    if not path.is_file():
        raise FileError(path, f"there is no such file, and the bundled models are {', '.join(bundled())}")
    return load_model(path)


def _bundled_path(name: str, suffix: str) -> Path:
    if name not in bundled():
        raise UsageError(f"no bundled model is called {name!r}; there are {', '.join(bundled())}")
    return resource("models", name + suffix)


def _order(name: str) -> tuple[str, int, str]:
    family, _, cell = name.rpartition("-")
    cells = list(CELLS)
    return family, cells.index(cell) if cell in cells else len(cells), name
