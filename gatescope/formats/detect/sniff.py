"""Recognizes the kind of a model file by its content; its name only breaks ties."""

from __future__ import annotations

import os
import re
from enum import Enum
from pathlib import Path

from gatescope.errors import FormatError
from gatescope.formats.detect.signatures import LEAD, SAVED_MODEL, foreign_binary, foreign_text, not_a_model, text_of
from gatescope.formats.detect.suffixes import HDF5, KERAS, ONNX, PICKLES, POLICY, PYTORCH, READ, SAFETENSORS
from gatescope.formats.files.archive import Archive
from gatescope.formats.files.damage import DamagedFile
from gatescope.formats.files.regular import open_file, size_of
from gatescope.formats.safetensors.header import LONGEST
from gatescope.words import mark, tr


class Kind(Enum):
    """The kinds of file that are read."""

    OWN = "GateScope model"
    SAFETENSORS = "safetensors"
    ARRAYS = "plain arrays (.npz or .json)"
    PYTORCH = "PyTorch"
    KERAS = "Keras"
    ONNX = "ONNX"


_SUFFIXES = {
    **dict.fromkeys((*PYTORCH, *PICKLES, ".t7"), Kind.PYTORCH),
    **dict.fromkeys(KERAS, Kind.KERAS),
    **dict.fromkeys(ONNX, Kind.ONNX),
    **dict.fromkeys(SAFETENSORS, Kind.SAFETENSORS),
    ".npz": Kind.ARRAYS,
}
# Pickles of protocol 0 are plain text: an opcode, its argument up to the end of the line.
_PLAIN_PICKLE = re.compile(r"(\(?(c[\w.]+\n[\w.]+\n|[dl]p?\d*\n?)|ccopy_reg\n)")
_CARD = ('"format":', '"cell":', '"convention":', '"layers":')
"""Fields that stand at the beginning of every card of GateScope's own (`structure.describe`)."""

HDF5_SIGNATURE = b"\x89HDF\r\n\x1a\n"
# HDF5 may begin behind a user block, whose length is a power of two (HDF5 file format, section II.A).
HDF5_STARTS = (0, 512, 1024, 2048)
_TAR_MARK = slice(257, 262)
# ModelProto: the field ir_version, and the tag of any field that may follow it (onnx.proto).
_ONNX_NEXT = (0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42, 0x72)


def kind_of(path: Path) -> Kind:
    """Return which reader the file at `path` wants.

    Raises:
        FileError: it cannot be read.
        FormatError: it is no model; the sentence says what it is, so far as that can be told.
    """
    # Not `Path.is_file`, which raises where a name is too long or a folder may not be read.
    if os.path.isfile(path / "saved_model.pb"):
        raise FormatError(path, tr("is {what}", what=tr(SAVED_MODEL)))
    size = size_of(path)
    if size == 0:
        raise DamagedFile(path, tr("is empty (0 bytes): a download or a save that did not come to its end"))
    with open_file(path) as file:
        lead = file.read(LEAD)
    if lead.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_kind(path)
    if lead[8:9] == b"{" and int.from_bytes(lead[:8], "little") <= LONGEST:
        return _safetensors_kind(path)
    if any(lead[start : start + len(HDF5_SIGNATURE)] == HDF5_SIGNATURE for start in HDF5_STARTS):
        return Kind.KERAS
    if lead[:1] == b"\x80" and lead[1:2] in b"\x01\x02\x03\x04\x05":
        return Kind.PYTORCH
    if lead[_TAR_MARK] == b"ustar":
        return Kind.PYTORCH
    if path.name == "saved_model.pb":
        raise FormatError(path, tr("is {what}", what=tr(SAVED_MODEL)))
    if (what := foreign_binary(lead, path.suffix.lower())) is not None:
        raise FormatError(path, tr("is {what}", what=what))
    text = text_of(lead)
    if text is not None:
        return _text_kind(path, text)
    if len(lead) > 2 and lead[0] == 0x08 and lead[1] < 0x20 and lead[2] in _ONNX_NEXT:
        return Kind.ONNX
    if (kind := _SUFFIXES.get(path.suffix.lower())) in (Kind.PYTORCH, Kind.ONNX, Kind.SAFETENSORS):
        return kind
    if kind is not None:
        wanted = "HDF5" if path.suffix.lower() in HDF5 else tr("a zip archive")
        raise DamagedFile(
            path,
            tr(
                "is not {wanted}, which a {suffix} file is: it begins with {bytes}",
                wanted=wanted,
                suffix=path.suffix,
                bytes=lead[:8].hex(" "),
            ),
        )
    raise FormatError(
        path,
        tr(
            "is of a kind that is not known (it begins with {bytes}); {read} are read",
            bytes=lead[:8].hex(" "),
            read=tr(READ),
        ),
    )


def _zip_kind(path: Path) -> Kind:
    with Archive(path) as archive:
        names = archive.names
    last = {name.rpartition("/")[2] for name in names}
    if last & {"data.pkl", "constants.pkl"} or POLICY in names:
        return Kind.PYTORCH
    if last & {"model.weights.h5", "model.weights.npz"} or {"config.json", "metadata.json"} <= set(names):
        return Kind.KERAS
    if names and all(name.endswith(".npy") for name in names):
        return Kind.ARRAYS
    if "manifest.json" in names:
        raise FormatError(path, tr("is a project of GateScope, not a model: open it in the window"))
    if "[Content_Types].xml" in names:
        raise FormatError(path, tr("is {what}", what=not_a_model(mark("an Office document, not a model"))))
    if (kind := _SUFFIXES.get(path.suffix.lower())) in (Kind.PYTORCH, Kind.KERAS):
        return kind
    if any("/data/weights/" in f"/{name}" for name in names) or "archive_format" in last:
        raise FormatError(
            path, tr("is a program of torch.export: save its state_dict with torch.save, and open that file")
        )
    listed = ", ".join(names[:3]) + (", …" if len(names) > 3 else "")
    raise FormatError(
        path, tr("is a zip archive of {listed:.200}: unpack it and open the model that lies in it", listed=listed)
    )


def _safetensors_kind(path: Path) -> Kind:
    with open_file(path) as file:
        header = file.read(min(int.from_bytes(file.read(8), "little"), LONGEST))
    own = any(name in header for name in (b'"layer0.forward.W"', b'"layer0.reverse.W"'))
    return Kind.OWN if own else Kind.SAFETENSORS


def _text_kind(path: Path, text: str) -> Kind:
    suffix = path.suffix.lower()
    if text.lstrip()[:1] in ("{", "["):
        return Kind.OWN if all(field in text for field in _CARD) else Kind.ARRAYS
    if suffix in (*PYTORCH, *PICKLES) and _PLAIN_PICKLE.match(text):
        return Kind.PYTORCH
    raise FormatError(path, tr("is {what}", what=foreign_text(text, suffix)))
