"""The style sheet of the Learn dock: the little that the window's own does not say."""

from __future__ import annotations

from gatescope.plots.theme import Theme

_SHEET = """
LearnView {{ background: {surface}; }}
#LessonPage, #LessonScroll, #LessonScroll > QWidget > QWidget, #LessonPages {{ background: transparent; }}
#LessonTitle {{ font-weight: 600; font-size: {px_19}px; color: {text}; }}
#LessonKind, #LessonSmall, #LessonWhy {{ color: {muted}; font-size: {px_12}px; }}
#LessonQuestion {{ color: {muted}; }}
#LessonRule {{ background: {grid}; border: none; }}
#LessonList {{ background: transparent; border: none; outline: none; }}
#LessonVerdict {{ background: {raised}; border: 1px solid {border}; border-radius: 8px; }}
#LessonHead {{ color: {muted}; font-size: {px_12}px; }}
#LessonCurrent {{ font-weight: 600; }}
#LessonStale {{ color: {warning}; font-size: {px_12}px; }}
#LessonNote {{ background: {raised}; border: 1px solid {border}; border-radius: 8px; }}
#LessonRight {{ border-style: solid; border-color: {warning}; border-width: 0 0 0 3px; padding-left: 12px; }}
QPushButton#LessonTest {{ background: {accent}; color: {on_accent}; border-color: {accent}; font-weight: 600; }}
QPushButton#LessonTest:hover, QPushButton#LessonTest:focus {{ border-color: {text}; }}
QPushButton#LessonTest:disabled {{ background: {border}; color: {muted}; border-color: {border}; }}
"""


def style_sheet(theme: Theme) -> str:
    """Return it in the colours and the size of text of `theme`."""
    return _SHEET.format(
        text=theme.text,
        muted=theme.muted,
        grid=theme.grid,
        raised=theme.raised,
        surface=theme.surface,
        border=theme.border,
        warning=theme.warning,
        accent=theme.accent,
        on_accent=theme.on_accent,
        px_12=theme.pixels(12),
        px_19=theme.pixels(19),
    )
