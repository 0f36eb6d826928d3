"""The JSON that a verb prints for scripts."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any


def json_text(found: object, *, as_ascii: bool = True) -> str:
    """Return plain types as JSON of several lines; a number that is not finite is null, since JSON has no such number.

    Args:
        as_ascii: whether all other characters are written as ``\\u…``.
    """
    return json.dumps(_finite(found), indent=2, ensure_ascii=as_ascii, allow_nan=False)


def _finite(found: Any) -> Any:
    if isinstance(found, float):
        return found if math.isfinite(found) else None
    if isinstance(found, Mapping):
        return {key: _finite(value) for key, value in found.items()}
    if isinstance(found, list | tuple):
        return [_finite(value) for value in found]
    return found
