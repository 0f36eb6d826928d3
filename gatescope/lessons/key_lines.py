"""In which line of a TOML text a key stands, for sentences about a wrong one."""

from __future__ import annotations

import re

_TABLE = re.compile(r"\s*\[\s*([\w.\"'-]+)\s*\]")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=\s*(.*)")


def line_of(text: str, table: str, key: str) -> int:
    """Return the line, from 1, of `key` in `table` (empty for the top); that of the table's head where the key is not
    there, and 1 where the table is not there either."""
    found, now, open_quote = 1, "", ""
    for number, line in enumerate(text.splitlines(), 1):
        if open_quote:
            # Inside a text of several lines nothing is a key.
            open_quote = "" if open_quote in line else open_quote
            continue
        if head := _TABLE.match(line):
            now = head[1].strip("\"'")
            if now == table:
                found = number
        elif match := _KEY.match(line):
            if now == table and match[1] == key:
                return number
            if now == "" and match[1] == table:
                # The table may be written in one line.
                found = number
            open_quote = next((q for q in ('"""', "'''") if match[2].count(q) == 1), "")
    return found
