"""The project file: everything a person did, in one zip archive called ``NAME.gatescope``.

It has two members. ``manifest.json`` says what there is (see `manifest`); ``weights.safetensors`` has the
arrays: of every model the trained ones, those that were edited, and the vectors it is fed with. Models lie in it whole,
so that a project opens when the file that a model came from is gone, and in a GateScope with other bundled models.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import numpy as np

from gatescope.engine.network import Array
from gatescope.errors import Cancelled, FileError, FormatError, GateScopeError
from gatescope.formats.files.archive import Archive
from gatescope.formats.files.atomic import replacing
from gatescope.formats.files.bounded_json import MOST_BYTES, MOST_VALUES, count_values, parse_json
from gatescope.formats.projects.content import Project
from gatescope.formats.projects.manifest import check_schema, describe_project, project_of
from gatescope.formats.safetensors.file import parse_tensors
from gatescope.progress import Report, silent
from gatescope.words import mark, tr

_MANIFEST, _WEIGHTS = "manifest.json", "weights.safetensors"
# The same work gives the same bytes: a zip archive would otherwise have the time of day in it.
_TIME = (1980, 1, 1, 0, 0, 0)
# Weights are stored uncompressed, since they hardly shrink.
_LEAST, _PACKED = 16 << 20, 4
_DTYPES = {"float32": "F32", "float64": "F64"}


def write_project(project: Project, path: Path, *, private: bool = False) -> None:
    """Write `project` to `path`, for its owner alone where it is `private`; an older file there stays until the new one
    is complete.

    Raises:
        FileError: the file cannot be written, or could not be opened again.
    """
    manifest, arrays = describe_project(project)
    if len(manifest) > MOST_BYTES or count_values(manifest) > MOST_VALUES:
        raise FileError(path, tr("cannot be saved: the text and the vocabularies are too large for a project"))
    with replacing(path, private=private) as file, zipfile.ZipFile(file, "w") as archive:
        archive.writestr(_entry(_MANIFEST, zipfile.ZIP_DEFLATED), manifest)
        with archive.open(_entry(_WEIGHTS, zipfile.ZIP_STORED), "w", force_zip64=True) as member:
            _write_arrays(member, arrays)


def read_project(path: Path, report: Report = silent) -> Project:
    """Return the project in the file at `path`.

    Raises:
        Cancelled: `report` raised it.
        FileError: it cannot be read.
        FormatError: it is no project, is damaged, or was saved by a newer GateScope than this one can read.
    """
    try:
        with Archive(path) as archive:
            if _MANIFEST not in archive:
                raise FormatError(
                    path, tr("is no GateScope project: the archive has no {manifest}", manifest=_MANIFEST)
                )
            manifest = check_schema(path, parse_json(path, archive.read(_MANIFEST, MOST_BYTES), mark("its manifest")))
            report(0.2)
            data = archive.read(_WEIGHTS, max(_LEAST, _PACKED * path.stat().st_size))
        report(0.7)
        return project_of(path, manifest, parse_tensors(path, data))
    except (FileError, Cancelled):
        raise
    except OSError as error:
        raise FileError(path, tr("cannot be read: {error}", error=error.strerror or error)) from error
    except (GateScopeError, RecursionError) as error:
        raise FormatError(path, tr("is damaged: {error}", error=error)) from error


def _entry(name: str, packing: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _TIME)
    entry.compress_type = packing
    entry.external_attr = 0o644 << 16
    return entry


def _write_arrays(file: IO[bytes], arrays: Mapping[str, Array]) -> None:
    """Write safetensors array by array, for the library would first make one piece of bytes of them all."""
    header: dict[str, Any] = {}
    at = 0
    for name, array in arrays.items():
        header[name] = {
            "dtype": _DTYPES[array.dtype.name],
            "shape": array.shape,
            "data_offsets": [at, at + array.nbytes],
        }
        at += array.nbytes
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    file.write(len(text).to_bytes(8, "little") + text)
    for array in arrays.values():
        file.write(np.ascontiguousarray(array, array.dtype.newbyteorder("<")).data.cast("B") if array.size else b"")
