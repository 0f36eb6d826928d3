"""The caption of a figure as rich text."""

from __future__ import annotations

import re
from html import escape

from gatescope.plots.figure.figure import Figure

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def caption_html(figure: Figure) -> str:
    """Return title and caption, the title in bold and ``**so**``, everything else as it is; empty where none is."""
    title = figure.title.strip()
    if title and figure.caption and title[-1] not in ".!?:":
        title += "."
    parts = [f"<b>{escape(title)}</b>"] if title else []
    if figure.caption:
        parts.append(_BOLD.sub(r"<b>\1</b>", escape(figure.caption.strip())).replace("\n", "<br>"))
    return " ".join(parts)
