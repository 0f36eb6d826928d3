"""A model that is split over several files: ``model-00001-of-00002.safetensors`` is nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from gatescope.errors import FormatError
from gatescope.formats.files.regular import is_missing
from gatescope.words import mark, tr

# As Hugging Face calls them. Checkpoints and folds are numbered, too, and each is a whole model.
_PART = re.compile(r"(?P<stem>(?:.*[_.-])?model-)(?P<number>\d{5})-of-(?P<count>\d{5})(?P<suffix>\.\w+)", re.ASCII)
_MOST_PARTS = 1000
_Value = TypeVar("_Value")


def all_parts(path: Path) -> tuple[Path, ...]:
    """Return the files of the model that `path` is a part of, in their order; `path` alone where its name says none.

    Raises:
        FormatError: one does not lie beside it.
    """
    found = _PART.fullmatch(path.name)
    number, count = (0, 0) if found is None else (int(found["number"]), int(found["count"]))
    if found is None or not 0 < number <= count or not 1 < count <= _MOST_PARTS:
        return (path,)
    parts = [f"{found['stem']}{each:05}-of-{count:05}{found['suffix']}" for each in range(1, count + 1)]
    for name in parts:
        if is_missing(path.with_name(name)):
            raise FormatError(
                path,
                tr(
                    "is part {number} of {count} of a model, and {name!r} is not beside it: put all in one folder",
                    number=number,
                    count=count,
                    name=name,
                ),
            )
    return tuple(map(path.with_name, parts))


def joined(path: Path, by_part: Mapping[Path, Mapping[str, _Value]]) -> tuple[tuple[Path, ...], dict[str, _Value]]:
    """Return the parts that are one model, and their tensors together: those of `path` alone where two parts have a
    tensor of one name, for then each is a model of its own."""
    found: dict[str, _Value] = {}
    for tensors in by_part.values():
        if found.keys() & tensors.keys():
            return (path,), dict(by_part[path])
        found |= tensors
    return tuple(by_part), found


def note_of(parts: tuple[Path, ...]) -> tuple[str, ...]:
    """Return what is to be noted of a model that lies in these files; nothing of a single one."""
    return (mark("split over {count} files, which were all read", count=len(parts)),) if len(parts) > 1 else ()
