"""The folder of an index: what of it is the index's own. All else stays as it is."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from dataclasses import asdict
from pathlib import Path

from gatescope.analysis.corpus.index import MANIFEST, Manifest, Source, read_manifest
from gatescope.errors import FileError, FormatError
from gatescope.words import tr

LOCK = "lock"
_STATES = re.compile("states-[0-9a-f]{16}")
_OWN = re.compile(rf"{_STATES.pattern}|{LOCK}|{re.escape(MANIFEST)}|\.{re.escape(MANIFEST)}\..*\.part")


def states_folder(source: Source) -> str:
    """Return the name of the folder for the shards of `source`: the same texts and the same model have the same."""
    said = {**asdict(source), "model": "", "corpus": Path(source.corpus).suffix.lower(), "corpus_modified": 0}
    return f"states-{hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]}"


def check_index_folder(directory: Path) -> None:
    """Find out whether an index may be written into `directory`: one that is new, empty, or has an index already.

    Raises:
        FileError: it holds other files and no index, or cannot be read.
    """
    try:
        names = [path.name for path in directory.iterdir()] if directory.is_dir() else []
    except OSError as error:
        raise FileError(
            directory, tr("cannot be read: {error}; index into another folder", error=error.strerror or error)
        ) from error
    foreign = sorted(name for name in names if not _OWN.fullmatch(name))
    # A manifest that no version reads may be damaged, beside its states, or a file of another program.
    unreadable = MANIFEST in names and not _has_states(names) and not _reads(directory)
    if unreadable or (foreign and not _reads(directory)):
        raise FileError(
            directory,
            tr(
                "holds {name} and no index: index into a new folder, or into an empty one",
                name=foreign[0] if foreign else MANIFEST,
            ),
        )


def older_manifest(directory: Path) -> Manifest | None:
    """Return the manifest of an older index; None where there is none, or none that this version reads."""
    try:
        found = read_manifest(directory)
    except FormatError:
        return None
    return found if found is None or (directory / found.folder).is_dir() else None


def remove_older_states(directory: Path, newest: Path) -> None:
    """Remove the states of older indices, but not `newest`."""
    for other in directory.iterdir():
        if other != newest and _STATES.fullmatch(other.name) and other.is_dir() and not other.is_symlink():
            shutil.rmtree(other, ignore_errors=True)


def _has_states(names: list[str]) -> bool:
    return any(_STATES.fullmatch(name) for name in names)


def _reads(directory: Path) -> bool:
    try:
        return read_manifest(directory) is not None
    except FormatError:
        return False
