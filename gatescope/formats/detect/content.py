"""What a file holds by its content, where that tells; texts are left to their names."""

from __future__ import annotations

import os
from enum import Enum
from pathlib import Path

from gatescope.errors import FileError
from gatescope.formats.detect.sniff import HDF5_SIGNATURE, HDF5_STARTS
from gatescope.formats.figures.carrying import is_picture
from gatescope.formats.files.archive import Archive
from gatescope.formats.files.regular import open_file

_LEAD = 4096
_ZIP, _NPY = b"PK\x03\x04", b"\x93NUMPY"
_MANIFEST = "manifest.json"
# Archives of Keras have these; the manifest of a project lies beside arrays alone.
_OF_KERAS = {"config.json", "metadata.json"}


class Content(Enum):
    """What a file can be told to hold without its name."""

    PROJECT = "a project"
    FIGURE = "a picture"
    VECTORS = "one array"
    MODEL = "arrays or objects, which may be a model"
    UNTOLD = "what its name tells"


def content_of(path: Path) -> Content:
    """Return what the file at `path` holds; what cannot be read, or is empty, is untold. Safe in any thread."""
    try:
        if os.path.isdir(path):
            return Content.UNTOLD
        with open_file(path) as file:
            lead = file.read(_LEAD)
        if is_picture(path):
            return Content.FIGURE
        if lead.startswith(_ZIP):
            with Archive(path) as archive:
                names = set(archive.names)
            return Content.PROJECT if _MANIFEST in names and not names & _OF_KERAS else Content.MODEL
    except (FileError, OSError):
        return Content.UNTOLD
    if lead.startswith(_NPY):
        return Content.VECTORS
    hdf5 = any(lead[start : start + len(HDF5_SIGNATURE)] == HDF5_SIGNATURE for start in HDF5_STARTS)
    pickled = lead[:1] == b"\x80" and lead[1:2] in (b"\x02", b"\x03", b"\x04", b"\x05")
    headed = lead[8:9] == b"{" and b'"dtype"' in lead
    return Content.MODEL if hdf5 or pickled or headed else Content.UNTOLD
