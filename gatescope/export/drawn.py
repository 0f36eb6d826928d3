"""The numbers that a picture is drawn from, as a table or as arrays: whatever arrays its description has.

A name is the way to an array through the description: ``panels/forget gate/values`` or ``series/P(positive)/values``.
What has a name of its own (a label, a title, a signal, a model) is called by it, and otherwise by its number.
"""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.errors import UsageError
from gatescope.export.word_array import word_array
from gatescope.formats.files.atomic import replacing
from gatescope.plots.description import Plot, TokenAxisPlot
from gatescope.plots.over_tokens import OVER_TOKENS
from gatescope.text.tokens import TokenSequence

Numbers = NDArray[np.generic]

WORDS = "words"
"""Array of the words below a picture over tokens."""
_NAMES = ("label", "title", "name", "signal", "model")
# NumPy stores words as a rectangle of characters: one very long word would make each as large.
_LONGEST_WORD = 1000


def drawn(plot: Plot) -> dict[str, Numbers]:
    """Return the numbers of a picture by name, with all their digits; of tokens also the words, as ``words`` (T,)."""
    found: dict[str, Numbers] = {}
    if isinstance(plot, TokenAxisPlot):
        found[WORDS] = word_array(word[:_LONGEST_WORD] for word in _words(plot))
    return found | {name: values for name, values, _ in _named(plot)}


def _words(plot: Plot) -> list[str]:
    return plot.tokens.words(0, len(plot.tokens)) if isinstance(plot, TokenAxisPlot) else []


def _named(plot: Plot) -> Iterator[tuple[str, Numbers, bool]]:
    """Yield every array of numbers with a name of its own, and whether its first axis is that of the tokens."""
    seen = {WORDS}
    for name, values, over in _numbers(plot, "", over=False):
        while name in seen:
            name += "'"
        seen.add(name)
        yield name, values, over


def save_drawn_csv(plot: Plot, path: Path) -> None:
    """Write the numbers into a .csv file, whole or not at all: a row a number, with its name, place and word.

    Numbers have as many digits as it takes to read the same number back, and a point in every language.

    Raises:
        FileError: the file cannot be written.
        UsageError: the picture has no numbers.
    """
    _some(plot)
    words = _words(plot)
    with replacing(path) as file:
        text = io.TextIOWrapper(file, encoding="utf-8", newline="")
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("name", "row", "column", "word", "value"))
        for name, values, over in _named(plot):
            table = values.reshape(len(values), -1) if values.ndim else values.reshape(1, 1)
            # Of groups of tokens, or a stretch of them, there are fewer.
            told = words if over and values.ndim and len(values) == len(words) else [""] * len(table)
            several = values.ndim > 1
            for row, (word, line) in enumerate(zip(told, table, strict=True)):
                places = range(len(line)) if several else [""]
                writer.writerows(
                    (name, row if values.ndim else "", column, word, value)
                    for column, value in zip(places, line.astype(np.str_).tolist(), strict=True)
                )
        text.flush()
        # A wrapper that is not detached closes the file, which still has to be synchronised.
        text.detach()


def save_drawn_npz(plot: Plot, path: Path) -> None:
    """Write the numbers into a .npz file, an array a name, whole or not at all.

    Raises:
        FileError: the file cannot be written.
        UsageError: the picture has no numbers.
    """
    # NumPy takes a slash in a name for a folder in the archive, which it finds again all the same.
    found = _some(plot)
    with replacing(path) as file:
        np.savez(file, allow_pickle=False, **found)


def _some(plot: Plot) -> dict[str, Numbers]:
    found = drawn(plot)
    if not set(found) - {WORDS}:
        raise UsageError(plot.nothing_to_draw() or "this picture has no numbers: write it as .png, .svg or .pdf")
    return found


def _numbers(value: Any, name: str, *, over: bool) -> Iterator[tuple[str, Numbers, bool]]:
    """Yield every array of numbers within `value`, which is called `name`, with its own name, and whether it is over
    tokens, as the field says in which it stands."""
    if isinstance(value, np.ndarray):
        if value.dtype.kind in "fiub" and value.size:
            yield name, value, over
    elif isinstance(value, TokenSequence):
        return
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            own = f"{name}/{field.name}" if name else field.name
            yield from _numbers(getattr(value, field.name), own, over=field.metadata == OVER_TOKENS)
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _numbers(one, f"{name}/{key}", over=over)
    elif isinstance(value, tuple | list):
        if value and all(isinstance(one, int | float) and not isinstance(one, bool) for one in value):
            yield name, np.array(value), over
            return
        for at, one in enumerate(value):
            yield from _numbers(one, f"{name}/{_called(one) or at}", over=over)
    elif hasattr(type(value), "__getitem__") and hasattr(value, "shape"):
        # What differs from the model as opened, subtracted only where it is looked at.
        yield name, np.asarray(value[:]), over


def _called(value: object) -> str:
    """Return what an item of a picture is called, with its model where it has one; empty where it has no name."""
    if not dataclasses.is_dataclass(value):
        return ""
    fields = {field.name for field in dataclasses.fields(value)}
    own = next((str(found) for name in _NAMES if name in fields and (found := vars(value).get(name))), "")
    model = str(vars(value).get("model") or "")
    return f"{model}/{own}" if model and own and model != own else own
