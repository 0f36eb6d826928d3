"""The caption of a figure as rich text."""

from __future__ import annotations

import re
from html import escape

from gatescope.plots.figure.figure import Figure

_POWER = re.compile(r"\b10\^([−-]?\d+(?:\.\d+)?)")
_SYMBOL = re.compile(r"\b([A-Za-z])_([A-Za-z])\b")
_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)


def caption_html(figure: Figure) -> str:
    """Return title and caption, the title in bold and ``**so**``; ``10^-2`` and ``f_t`` as they are printed.

    Everything else stays as it is; empty where there is neither.
    """
    title = figure.title.strip()
    if title and figure.caption and title[-1] not in ".!?:":
        title += "."
    parts = [f"<b>{escape(title)}</b>"] if title else []
    if figure.caption:
        parts.append(printed(figure.caption))
    return " ".join(parts)


def printed(caption: str) -> str:
    """Return the words of a caption as rich text."""
    said = _BOLD.sub(r"<b>\1</b>", escape(caption.strip())).replace("\n", "<br>")
    said = _POWER.sub(r"10<sup>\1</sup>", said)
    return _SYMBOL.sub(r'<span class="math"><i>\1</i><sub><i>\2</i></sub></span>', said)
