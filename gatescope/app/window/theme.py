"""Dresses the application in Fusion and an explicit palette, and its windows in one style sheet, from a `Theme`.

`QStyleHints.setColorScheme` does nothing under xcb and offscreen, so the palette is set by hand.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

from gatescope.plots.theme import LIGHT, UI_FAMILY, Theme
from gatescope.resources import resource

BASE_PIXELS = 13

_STYLE = "fusion"
_SIZES = (11, 16)
"""Pixels of text in the sheet."""
_SHEET = """
QMainWindow, QDialog {{ background: {window}; }}
QToolTip {{ background: {raised}; color: {text}; border: 1px solid {border}; padding: 4px 6px; }}
QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
QMenuBar {{ background: {surface}; color: {text}; padding: 1px 6px; }}
QMenuBar::item {{ background: transparent; padding: 4px 9px; border-radius: 4px; }}
QMenuBar::item:selected {{ background: {raised}; }}
QMenu {{ background: {surface}; color: {text}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 5px 22px 5px 22px; border-radius: 4px; }}
QMenu::item:selected {{ background: {accent}; color: {on_accent}; }}
QMenu::item:disabled {{ color: {muted}; }}
QMenu::separator {{ height: 1px; background: {border}; margin: 4px 8px; }}
#TopBar {{ background: {surface}; border-top: 1px solid {border}; border-bottom: 1px solid {border}; }}
#Brand {{ font-weight: 600; font-size: {px_16}px; color: {text}; }}
#Card {{ background: {surface}; border: 1px solid {border}; border-radius: 8px; }}
QPushButton, QToolButton {{
    background: {surface}; color: {text}; border: 1px solid {border}; border-radius: 6px; padding: 4px 10px;
    min-height: 20px;
}}
QToolButton {{ padding: 4px 7px; icon-size: {px_16}px; }}
QPushButton:hover, QToolButton:hover {{ background: {raised}; }}
QPushButton:pressed, QToolButton:pressed {{ background: {pressed}; }}
QPushButton:focus, QToolButton:focus {{ border-color: {accent}; }}
QPushButton:disabled, QToolButton:disabled {{ color: {muted}; background: {window}; }}
QPushButton:checked, QToolButton:checked, QPushButton:default {{
    background: {accent}; color: {on_accent}; border-color: {accent};
}}
QPushButton:default:disabled {{ color: {muted}; background: {window}; border-color: {border}; }}
QToolButton::menu-indicator {{ image: none; width: 0; }}
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox, QAbstractSpinBox {{
    background: {surface}; color: {text}; border: 1px solid {border}; border-radius: 6px; padding: 3px 7px;
    min-height: 20px; selection-background-color: {accent}; selection-color: {on_accent};
}}
QAbstractSpinBox {{ padding: 2px 7px 1px 7px; }}
QLineEdit {{ placeholder-text-color: {muted}; }}
QLineEdit:disabled, QAbstractSpinBox:disabled, QComboBox:disabled {{ color: {muted}; background: {window}; }}
QLineEdit:focus, QAbstractSpinBox:focus, QComboBox:focus {{ border-color: {accent}; }}
QComboBox::drop-down {{ border: none; width: 22px; }}
QComboBox::down-arrow {{ image: url("{arrow}"); width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{
    background: {surface}; color: {text}; border: 1px solid {border}; selection-background-color: {accent};
    selection-color: {on_accent}; outline: none;
}}
QStatusBar {{ background: {surface}; border-top: 1px solid {border}; color: {muted}; }}
QStatusBar::item {{ border: none; }}
QHeaderView::section {{
    background: {raised}; color: {muted}; border: none; border-right: 1px solid {border};
    border-bottom: 1px solid {border}; padding: 2px 6px;
}}
QTableView {{
    background: {surface}; color: {text}; gridline-color: {grid}; border: 1px solid {border}; border-radius: 6px;
    selection-background-color: {accent}; selection-color: {on_accent};
}}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 0; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 0; }}
QScrollBar::handle {{ background: {border}; border-radius: 4px; min-height: 24px; min-width: 24px; margin: 1px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
#Docks {{ background: {window}; }}
#Docks::separator {{ background: {window}; width: 10px; height: 10px; }}
#Docks::separator:hover {{ background: {border}; }}
#DockTitleBar {{
    background: {surface}; border: 1px solid {border}; border-bottom: none;
    border-top-left-radius: 8px; border-top-right-radius: 8px;
}}
#DockFrame {{
    background: {surface}; border: 1px solid {border}; border-top: none;
    border-bottom-left-radius: 8px; border-bottom-right-radius: 8px;
}}
#DockTitleBar[floating="true"], #DockFrame[floating="true"] {{ border-color: {muted}; border-radius: 0; }}
#DockTitle {{ color: {accent}; font-weight: 600; padding: 1px 1px 3px 1px; border-bottom: 2px solid {accent}; }}
#DockButton {{ border: none; background: transparent; padding: 1px 4px; min-height: 16px; }}
#DockButton:hover {{ background: {raised}; }}
#DockRule {{ background: {grid}; border: none; }}
#Docks QTabBar {{ background: {window}; qproperty-drawBase: 0; }}
#Docks QTabBar::tab {{
    background: transparent; color: {muted}; border: none; padding: 5px 10px 5px 10px; margin-right: 2px;
}}
#Docks QTabBar::tab:selected {{ color: {accent}; font-weight: 600; border-bottom: 2px solid {accent}; }}
#Docks QTabBar::tab:hover {{ color: {text}; }}
#DropHint {{
    background: {raised}; color: {text}; border: 2px dashed {accent}; border-radius: 12px; font-size: {px_16}px;
    font-weight: 600;
}}
#Callout {{ background: {surface}; border: 2px solid {accent}; border-radius: 8px; }}
#MessageBar, #LoadBar {{ background: {raised}; border: 1px solid {border}; border-radius: 8px; }}
#MessageBar[look="error"] {{ border-color: {bad}; }}
#MessageBar QLabel, #LoadBar QLabel {{ color: {text}; }}
#MessageBar QPushButton, #LoadBar QPushButton {{ padding: 2px 10px; min-height: 18px; }}
#MessageMark, #MessageBar #MessageMark {{
    color: {on_accent}; background: {accent}; border-radius: 8px; font-weight: 600; font-size: {px_11}px;
    min-width: {px_16}px; max-width: {px_16}px; min-height: {px_16}px; max-height: {px_16}px;
}}
#MessageMark[look="error"], #MessageBar #MessageMark[look="error"] {{ background: {bad}; }}
QProgressBar {{ background: {grid}; border: none; border-radius: 2px; min-height: 4px; max-height: 4px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 2px; }}
#PageNames {{ background: transparent; color: {muted}; border: none; border-right: 1px solid {border}; outline: none; }}
#PageNames::item {{ padding: 6px 10px; border-radius: 4px; }}
#PageNames::item:selected {{ background: {raised}; color: {text}; }}
#Settings QScrollArea, #Settings QScrollArea > QWidget > QWidget {{ background: transparent; }}
#HelpTitle {{ color: {accent}; font-weight: 600; padding-bottom: 2px; }}
#KeyName {{ font-weight: 600; }}
#HelpSheet QScrollArea, #HelpPage {{ background: transparent; }}
#KeyCap {{
    color: {muted}; background: {raised}; border: 1px solid {border}; border-radius: 5px; padding: 2px 8px;
}}
#Problem {{ color: {bad}; }}
#SpanChip {{ border: 2px solid {text}; border-radius: 6px; padding: 2px 10px; font-weight: 600; }}
QPushButton#UnitBadge {{ border-radius: 10px; padding: 0 9px; background: {raised}; min-height: 18px; }}
QPushButton#UnitBadge:disabled {{ color: {text}; background: {raised}; }}
#Muted {{ color: {muted}; }}
#Heading {{ font-weight: 600; }}
#Title {{ font-weight: 600; font-size: {px_16}px; }}
#Chip {{ color: {muted}; border: 1px solid {border}; border-radius: 8px; padding: 0 7px; font-size: {px_11}px; }}
#Chip[source="assumed"] {{ color: {warning}; border-color: {warning}; }}
#Chip[source="yours"] {{ color: {accent}; border-color: {accent}; }}
#FigureDialog, #FigureSettings {{ background: {surface}; }}
#FigureDialog #TopBar {{ border-bottom: none; }}
#FigureScroll {{ border: none; border-left: 1px solid {border}; }}
#FigureDialog QPlainTextEdit {{
    background: {surface}; color: {text}; border: 1px solid {border}; border-radius: 6px; padding: 2px 4px;
    selection-background-color: {accent}; selection-color: {on_accent};
}}
#FigureDialog QPlainTextEdit:focus {{ border-color: {accent}; }}
#Verdict {{ background: {surface}; border: 1px solid {border}; border-radius: 8px; }}
#Inspector QScrollArea, #Inspector QScrollArea > QWidget > QWidget {{ background: transparent; }}
#Inspector QTabWidget::pane {{ border: none; border-top: 1px solid {border}; }}
#Inspector QTabBar {{ qproperty-drawBase: 0; }}
#Inspector QTabBar::tab {{
    background: transparent; color: {muted}; border: none; border-bottom: 2px solid transparent; padding: 6px 12px;
    margin-right: 4px;
}}
#Inspector QTabBar::tab:selected {{ color: {accent}; font-weight: 600; border-bottom: 2px solid {accent}; }}
#Inspector QTabBar::tab:hover, #Inspector QTabBar::tab:focus {{ color: {text}; }}
#Inspector QTableView {{ selection-background-color: {raised}; selection-color: {text}; }}
#Inspector QTableView::item {{ padding: 0 6px; }}
#Inspector QTableView::item:selected {{ background: {pressed}; }}
QSlider::groove:horizontal {{ height: 4px; background: {border}; border-radius: 2px; }}
QSlider::sub-page:horizontal {{ background: {accent}; border-radius: 2px; }}
QSlider::handle:horizontal {{
    background: {surface}; border: 2px solid {accent}; width: 10px; height: 10px; margin: -5px 0; border-radius: 7px;
}}
"""
# Fusion draws boxes darker than the window, which on dark is nothing.
_BOX_SHEET = """
QCheckBox::indicator, QRadioButton::indicator {{
    background: {surface}; border: 1px solid {box}; border-radius: 3px; width: {px_16}px; height: {px_16}px;
}}
QCheckBox::indicator:checked, QRadioButton::indicator:checked {{
    background: {accent}; border-color: {accent}; image: url("{tick}");
}}
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {{ border-color: {border}; }}
"""


def set_font(theme: Theme = LIGHT) -> None:
    """Give the whole application its font, in the size of `theme`."""
    font = QFont(UI_FAMILY)
    font.setPixelSize(theme.pixels(BASE_PIXELS))
    if QApplication.font() != font:
        QApplication.setFont(font)


def dress(application: QApplication, theme: Theme) -> None:
    """Give the whole application the style and the colours of `theme`; windows wear their `style_sheet`."""
    if application.style().objectName() != _STYLE:
        # Set once more, it would polish every widget anew.
        application.setStyle(_STYLE)
    application.setPalette(palette(theme))


@cache
def style_sheet(theme: Theme) -> str:
    """Return the style sheet of a window in `theme`, with its widgets, dialogs, menus and tool tips.

    It is the window's and not the application's, because Qt takes five times as long to change that of the application.
    """
    colours = asdict(theme)
    # Its grey reads on both surfaces: a style sheet cannot tint a picture.
    arrow = resource("icons", "arrow.svg").as_posix()
    sizes = {f"px_{size}": theme.pixels(size) for size in _SIZES}
    tick = resource("icons", "tick-on-light.svg" if theme.dark else "tick-on-dark.svg").as_posix()
    sheet = _SHEET + _BOX_SHEET if theme.dark or theme.contrast else _SHEET
    named = {"bad": theme.bad, "pressed": theme.pressed, "box": theme.text if theme.contrast else theme.muted}
    return sheet.format(arrow=arrow, tick=tick, **named, **sizes, **colours)


def palette(theme: Theme) -> QPalette:
    """Return the Qt palette of a theme, disabled group included."""
    result = QPalette()
    roles = {
        QPalette.ColorRole.Window: theme.window,
        QPalette.ColorRole.WindowText: theme.text,
        QPalette.ColorRole.Base: theme.surface,
        QPalette.ColorRole.AlternateBase: theme.raised,
        QPalette.ColorRole.Text: theme.text,
        QPalette.ColorRole.Button: theme.surface,
        QPalette.ColorRole.ButtonText: theme.text,
        QPalette.ColorRole.BrightText: theme.bad,
        QPalette.ColorRole.ToolTipBase: theme.raised,
        QPalette.ColorRole.ToolTipText: theme.text,
        QPalette.ColorRole.PlaceholderText: theme.muted,
        QPalette.ColorRole.Highlight: theme.accent,
        QPalette.ColorRole.HighlightedText: theme.on_accent,
        QPalette.ColorRole.Link: theme.accent,
        QPalette.ColorRole.Light: theme.raised,
        QPalette.ColorRole.Midlight: theme.raised,
        QPalette.ColorRole.Mid: theme.border,
        QPalette.ColorRole.Dark: theme.border,
        QPalette.ColorRole.Shadow: theme.border,
        QPalette.ColorRole.Accent: theme.accent,
    }
    for role, colour in roles.items():
        result.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.muted))
    return result
