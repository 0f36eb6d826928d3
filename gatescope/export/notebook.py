"""Plots for a notebook: an SVG within the page, whose places say their values under the mouse. No script, nothing
fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from hashlib import sha256
from html import escape

from gatescope.export.picture import start_qt
from gatescope.paint.tips import Tip
from gatescope.plots.description import Plot
from gatescope.plots.theme import LIGHT, Theme
from gatescope.session.run.snapshot import Run

SIZE = (960, 480)
"""Of a picture on the page, in pixels of CSS."""
_DECLARATION = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA = re.compile(r"<metadata.*?</metadata>\s*", re.DOTALL)
_SIZE = re.compile(r'<svg width="([^"]*)" height="[^"]*"')
_NAMES = re.compile(r'(\bid="|url\(#|xlink:href="#)')


def page(plot: Plot, size: tuple[int, int] = SIZE, runs: Sequence[Run] = (), theme: Theme = LIGHT) -> str:
    """Return `plot` as a piece of HTML. Everything that comes from a text or a file is escaped.

    Args:
        size: of the layout, where the plot has no size of its own; the picture is that wide where the page has room.

    Raises:
        UsageError: a side is not between 1 and the largest one.
    """
    start_qt([])
    from gatescope.export.svg import svg

    tips: list[Tip] = []
    drawn = svg(plot, *size, theme, tips=tips)
    drawn = _METADATA.sub("", _DECLARATION.sub("", drawn))
    drawn = _SIZE.sub(r'<svg style="max-width:\1;width:100%;height:auto;display:block"', drawn, count=1)
    # Names are those of the whole page, on which other pictures are.
    own = sha256(drawn.encode()).hexdigest()[:8]
    drawn = _NAMES.sub(lambda found: f"{found[1]}g{own}-", drawn)
    drawn = drawn.replace("</svg>", f"{_places(tips)}</svg>")
    models = ", ".join(dict.fromkeys(run.model for run in runs))
    label = escape(" · ".join(filter(None, (plot.facts().get("Title", ""), models))))
    return f'<div class="gatescope-picture" role="img" aria-label="{label}">{drawn}</div>'


def _places(tips: Sequence[Tip]) -> str:
    """Return the places that are told of, unseen; of those that overlap, the later one is above."""
    made = (
        f'<rect x="{tip.rect.x():.1f}" y="{tip.rect.y():.1f}" width="{tip.rect.width():.1f}" '
        f'height="{tip.rect.height():.1f}"><title>{_plain(tip.words)}</title></rect>'
        for tip in tips
        if tip.rect.width() > 0 and tip.rect.height() > 0
    )
    return f'<g fill="none" stroke="none" pointer-events="all">{"".join(made)}</g>\n'


def _plain(words: str) -> str:
    return escape("".join(c if c.isprintable() or c == "\n" else "\N{REPLACEMENT CHARACTER}" for c in words))
