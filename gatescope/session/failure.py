"""The sentence that a person reads when work in the background has failed."""

from __future__ import annotations

import logging

from gatescope.errors import GateScopeError
from gatescope.words import tr

_log = logging.getLogger(__name__)


def failure_sentence(title: str, error: Exception) -> str:
    """Return one sentence that says why the work called `title` failed. A fault of ours is logged with its traceback.

    Args:
        title: what was being done, as a sentence starts: ``"Reading model.h5"``.
    """
    if isinstance(error, GateScopeError):
        return str(error)
    if isinstance(error, MemoryError):
        return tr("{title}: there is not enough memory for it.", title=title)
    _log.error("%s failed", title, exc_info=error)
    return tr("{title} failed ({kind}: {error}).", title=title, kind=type(error).__name__, error=error)
