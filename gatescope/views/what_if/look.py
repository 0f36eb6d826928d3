"""The style sheet of the What if dock."""

from __future__ import annotations

from gatescope.plots.theme import Theme


def style_sheet(theme: Theme) -> str:
    """Return the rules for its cards in the colours of `theme`."""
    return (
        f"#WhatIfCard {{ background: {theme.surface}; border: 1px solid {theme.border}; border-radius: 6px; }}"
        f"#WhatIfCard:focus {{ border-color: {theme.accent}; }}"
        f"#WhatIfHead {{ background: {theme.raised}; border: 1px solid {theme.border}; border-radius: 6px; }}"
        f"#WhatIfCards {{ background: {theme.surface}; }}"
        f"#cardName {{ color: {theme.text}; font-weight: 600; }}"
        f"#cardName[dim='true'], #cardAlone, #cardNote, #knobName {{ color: {theme.muted}; }}"
        "#addCard { padding: 4px 6px; }"
        # Fusion gives a tool button three pixels more of its own: all buttons of the row are as high.
        "QToolButton#addCard { padding: 3px 6px 2px 6px; }"
    )
