"""The models that come with GateScope, and the way from a name or a file to a model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from gatescope.engine.cells import CELLS
from gatescope.errors import FileError, UsageError
from gatescope.formats.core.found_model import model_of
from gatescope.formats.core.model import Model
from gatescope.formats.detect.reading import read
from gatescope.formats.files.regular import is_missing
from gatescope.formats.own import card as model_card
from gatescope.progress import Report, silent
from gatescope.resources import resource
from gatescope.words import tr

_PLAIN = re.compile(r"[\w-]{1,80}")


def bundled() -> tuple[str, ...]:
    """Return the names of the bundled models: by family, within one from the simplest cell to the richest."""
    return tuple(sorted((path.stem for path in resource("models").glob("*.json")), key=_order))


def card(name: str) -> dict[str, Any]:
    """Return the model card of a bundled model, without reading its weights.

    Raises:
        UsageError: no bundled model is called so.
    """
    return model_card.read(_bundled_path(name, ".json"))


def load(
    name_or_path: str | Path,
    *,
    rnn: str | None = None,
    convention: Mapping[str, str] | None = None,
    report: Report = silent,
) -> Model:
    """Return a bundled model by its name, or the model in a file of any kind that is read.

    Args:
        rnn: the stack, or the layer of one, where the file has several; by default the first stack.
        convention: what a person says of what the file leaves open, as ``--convention`` takes it.
        report: hears how far a long read is, and may end it.

    Raises:
        FileError: there is neither a bundled model nor a file of that name, or the file cannot be read.
        FormatError: the file is no model.
        UsageError: the file has no such stack, or what was said means nothing for it.
        Cancelled: `report` wants no more.
    """
    path = path_of(name_or_path)
    model = model_of(read(path, report), rnn, convention)
    return replace(model, origin=None) if path.parent == resource("models") else model


def path_of(name_or_path: str | Path) -> Path:
    """Return the file of a bundled model by its name, or the file that is there.

    Raises:
        FileError: there is neither a bundled model nor a file of that name.
        UsageError: the name is empty.
    """
    name = str(name_or_path)
    if isinstance(name_or_path, str) and _is_bundled(name):
        return resource("models") / f"{name}.safetensors"
    if not name:
        raise UsageError(tr("no model is named; the bundled ones are {listed}", listed=_listed()))
    path = Path(name_or_path)
    if is_missing(path):
        raise FileError(path, tr("there is no such file, and the bundled models are {listed}", listed=_listed()))
    return path


def file_of(model: Model) -> Path | None:
    """Return the file that `model` was read from: its origin or the bundled one; None for one that was trained."""
    if model.origin is not None:
        return model.origin.path
    return path_of(model.name) if _is_bundled(model.name) else None


def _bundled_path(name: str, suffix: str) -> Path:
    if not _is_bundled(name):
        raise UsageError(tr("no bundled model is called {name!r}; there are {listed}", name=name, listed=_listed()))
    return resource("models", name + suffix)


def _is_bundled(name: str) -> bool:
    # Nothing but a file's own name leads into the folder; the list of all would be read anew for each of them.
    return _PLAIN.fullmatch(name) is not None and (resource("models") / f"{name}.json").is_file()


def _listed() -> str:
    """Return the names as a person reads them: ``recall-{rnn,gru,lstm}, topic-lstm``."""
    families: dict[str, list[str]] = {}
    for name in bundled():
        family, _, cell = name.rpartition("-")
        families.setdefault(family, []).append(cell)
    return ", ".join(f"{f}-{{{','.join(c)}}}" if len(c) > 1 else f"{f}-{c[0]}" for f, c in families.items())


def _order(name: str) -> tuple[str, int, str]:
    family, _, cell = name.rpartition("-")
    cells = list(CELLS)
    return family, cells.index(cell) if cell in cells else len(cells), name
