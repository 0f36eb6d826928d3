"""Reads plain arrays by name: .npz archives, and JSON objects of nested lists; and the layers of RTNeural's JSON.

The names are to be PyTorch's, Keras' or those of a hand-written model (``W_ih``, ``Wxh``, ``enc_w_hh``).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gatescope.formats.arrays.from_json import arrays_in, json_in
from gatescope.formats.arrays.npz import array_in
from gatescope.formats.core.found import ModelFile
from gatescope.formats.core.tally import tally
from gatescope.formats.files.archive import Archive
from gatescope.formats.files.regular import open_file
from gatescope.formats.keras.named_arrays import model_file
from gatescope.progress import Report, silent
from gatescope.words import mark


def read(path: Path, report: Report = silent) -> ModelFile:
    """Return the stacks and the arrays of a .npz or a .json file.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is damaged, or holds no recurrent layer.
        Cancelled: `report` wants no more.
    """
    with open_file(path) as file:
        zipped = file.read(2) == b"PK"
    if not zipped:
        return _json_file(path, report)
    with Archive(path) as archive:
        arrays = [array_in(archive, name) for name in archive.names]
        return model_file(path, "arrays (.npz)", {array.name: array for array in arrays}, report)


def _json_file(path: Path, report: Report) -> ModelFile:
    from gatescope.formats.keras.rtneural import is_rtneural, read_layers

    data = json_in(path)
    if isinstance(data, dict) and is_rtneural(data):
        tensors, stacks, notes = read_layers(path, data)
        return ModelFile(path, "RTNeural model (.json)", stacks, tally(tensors, stacks, report), notes)
    file = model_file(path, "arrays (.json)", arrays_in(path, data), report)
    return replace(file, notes=(*file.notes, *_skipped(data)))


def _skipped(data: object) -> tuple[str, ...]:
    """Return a sentence on what GuitarML's effects add to the read-out (https://github.com/GuitarML, ``skip``)."""
    about = data.get("model_data") if isinstance(data, dict) else None
    skip = about.get("skip") if isinstance(about, dict) else None
    if not isinstance(skip, int) or not skip:
        return ()
    return (
        mark(
            "model_data says skip={skip}: the effect plays its input added to the read-out, which is shown without it",
            skip=skip,
        ),
    )
