"""Reads untrusted JSON with a bound on the memory that it takes.

A byte of JSON can ask for thirty bytes of memory (``[],[],[],…``), so that a bound on the bytes alone does not suffice.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from gatescope.errors import FormatError
from gatescope.formats.files.damage import DamagedFile
from gatescope.words import tr

MOST_BYTES = 64 << 20
MOST_VALUES = 4_000_000
"""Of all kinds together; a vocabulary has one a token. As strings of a list they take about 60 bytes each."""


def parse_json(
    path: Path, data: bytes, what: str, pairs: Callable[[list[tuple[str, Any]]], object] | None = None
) -> object:
    """Return what the JSON in `data` says.

    Args:
        path, what: the file it comes from, and what it is in that file: ``"its manifest"``, marked.
        pairs: makes an object of its keys and values; a dict of them by default, where a later key wins.

    Raises:
        FormatError: it is no UTF-8, no JSON, nested beyond reason, or says more than `MOST_VALUES` things.
    """
    if len(data) > MOST_BYTES or count_values(data) > MOST_VALUES:
        raise FormatError(
            path,
            tr(
                "cannot be opened: {what} holds more than {values:,} values, which no model needs",
                what=tr(what),
                values=MOST_VALUES,
            ),
        )
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_refuse, object_pairs_hook=pairs)
    except (ValueError, RecursionError) as error:
        # Of a number of thousands of digits Python goes on to say how more could be allowed.
        reason = tr("it is nested too deep") if isinstance(error, RecursionError) else str(error).partition(";")[0]
        raise DamagedFile(
            path, tr("is damaged: {what} is not JSON ({reason})", what=tr(what), reason=reason)
        ) from error


def each_once(path: Path, what: str) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """Return what makes an object of its keys and values for `parse_json`; a key that it has twice is a `FormatError`.

    JSON leaves open which of the two counts, so that a checker may take the one and a user of the file the other.

    Args:
        path, what: as for `parse_json`.
    """

    def made(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            twice = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
            raise FormatError(
                path,
                tr(
                    "has the name {twice!r:.80} twice in {what}; save it again with each name once",
                    twice=twice,
                    what=tr(what),
                ),
            )
        return found

    return made


def count_values(data: bytes) -> int:
    """Return an upper bound of the number of values in the JSON `data`; commas inside of texts count, too."""
    return data.count(b",") + data.count(b"[") + data.count(b"{") + 1


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON number")
