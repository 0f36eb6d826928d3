"""Model files of every kind: what they hold, and the proof that they were read right."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from gatescope.api.argument_kinds import of_its_kind
from gatescope.errors import UsageError
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.model import Model
from gatescope.formats.detect import reading
from gatescope.formats.own import library
from gatescope.proof.proof import Proof
from gatescope.proof.proof import prove as prove_reading


@of_its_kind
def inspect(source: str | Path) -> ModelFile:
    """Return everything that a model file holds: its stacks of recurrent layers, what was assumed, all its tensors.

    Args:
        source: the file, or the name of a bundled model.

    Raises:
        FileError: there is neither, it cannot be read, or is no model; the sentence says what it is instead.
    """
    return reading.read(library.path_of(source))


@of_its_kind
def prove(
    model: Model | str | Path,
    reference: str | Path,
    *,
    rnn: str | None = None,
    convention: Mapping[str, object] | None = None,
) -> Proof:
    """Compare a model with what another program computed with it; if it does not fit, find the convention that does.

    Args:
        model: what `load` returned, or a file.
        reference: a .npz of inputs (``x``, ``ids``) and states (``h``, ``h_L0``, ``gate_L0_r``, …); see
            `proof.reference_names` and `proof.layout`.
        rnn: which stack or layer of the file; the first stack by default.
        convention: what the file cannot say, as `load` takes it.

    Raises:
        FileError: a file cannot be read, or the reference holds no inputs and states of the model's sizes.
        UsageError: there is no such layer, or a convention means nothing for it.
    """
    if isinstance(model, Model):
        if rnn is not None:
            raise UsageError("a model is one recurrent stack already: give rnn with a file")
        return prove_reading(model, Path(reference), convention)
    return prove_reading(inspect(model).stack(rnn), Path(reference), convention)
