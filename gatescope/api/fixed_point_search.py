"""Fixed points of a model, for scripts and the command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from gatescope.analysis.fixed_points import search
from gatescope.analysis.fixed_points.constant import constant_input
from gatescope.analysis.fixed_points.found import FixedPoints
from gatescope.analysis.fixed_points.starts import states_of
from gatescope.api.argument_kinds import of_its_kind
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.errors import UsageError
from gatescope.export.recording import Recording
from gatescope.export.showing import points_page, showing
from gatescope.formats.arrays.numpy_file import read_vector
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.progress import Report, silent

Array = NDArray[np.floating]
_VECTOR = ".npy"

ZERO = "zero"
"""The input of zeros, by its name; a vocabulary that has this word is asked for it by its id."""


@of_its_kind
def fixed_points(
    model: Model,
    input: str | int | Path | ArrayLike = ZERO,
    *,
    starts: int = search.STARTS,
    seed: int = 0,
    tolerance: float = search.TOLERANCE,
    layer: int | None = None,
    direction: str | None = None,
    visited: Recording | None = None,
    report: Report = silent,
) -> FixedPoints:
    """Return the states that a layer keeps while it reads the same again and again, with their stability.

    Args:
        model: nothing of it is held at a value.
        input: ``"zero"``; a word; the id of one; a vector (I,), or the path of the .npy file that holds it. For a
            layer above the first, a word stands for what the layers below come to rest at; a vector is what that layer
            itself reads.
        starts: how many; seed: of their random numbers.
        tolerance: ‖F(s) − s‖ of a point is no larger.
        layer, direction: the last layer, forward where it has that, by default.
        visited: a run whose states are the starts, with noise; by default texts of random words.
        report: called with the share of the work that is done.

    Raises:
        UsageError: there is no such word or layer, or something does not fit the model.
        ModelError: the layers below do not come to rest.
        FileError: the file cannot be read.
    """
    network = model.network
    part = network.part(layer, direction)
    if visited is not None and _shapes(visited.run.network, part) != _shapes(network, part):
        raise UsageError("the run whose states are to be the starts is of another model")
    found = search.fixed_points(
        network,
        _constant(model, part, input),
        part,
        starts=starts,
        seed=seed,
        tolerance=tolerance,
        visited=None if visited is None else states_of(visited.run.trace.records[part]),
        report=report,
    )
    return showing(found, lambda: points_page(model, found))


def _shapes(network: Network, part: Part) -> tuple[object, ...]:
    """Return what tells whether the states of `part` are those of another network's."""
    found = network.parameters(part) if part in network.parts else None
    return (network.cell, network.parts, found and (found.units, found.outputs))


def _constant(model: Model, part: Part, read: str | int | Path | ArrayLike) -> Array:
    """Return (I,) what `part` reads again and again."""
    network = model.network
    width = network.parameters(part).inputs
    if isinstance(read, Path) or (isinstance(read, str) and read.endswith(_VECTOR)):
        return read_vector(Path(read), width, np.dtype(np.float64))
    if isinstance(read, str) and read == ZERO:
        return np.zeros(width)
    if isinstance(read, str | int | np.integer):
        word = _word(model, read)
        assert network.embedding is not None
        return constant_input(network, part, network.embedding[word].astype(np.float64))
    return np.asarray(read, np.float64)


def _word(model: Model, read: str | int | np.integer) -> int:
    """Return the row of a word, or of an id."""
    embedding = model.network.embedding
    if embedding is not None and not isinstance(read, str):
        if not 0 <= read < len(embedding):
            raise UsageError(f"{model.name} has no word {read}: its ids are 0 to {len(embedding) - 1}")
        return int(read)
    tokens = tokens_of_text(model, str(read))
    if len(tokens) != 1 or not tokens.known[0]:
        what = f"cuts it into {len(tokens)} tokens" if len(tokens) != 1 else "does not know it"
        raise UsageError(f"{read!r:.60} is no word that can be read again and again: {model.name} {what}")
    return int(tokens.ids[0])
