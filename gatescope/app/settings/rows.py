"""Every setting of the dialog in one table: its page, name, explanation and values. The search of commands reads it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from gatescope.app.window.design import ZOOMS
from gatescope.plots.hues import PALETTES
from gatescope.plots.theme import TITLES
from gatescope.session.document.notation import CHOICES, Notation
from gatescope.session.preferences import (
    AUTOSAVE_S,
    LANGUAGE,
    OFF_ON,
    PALETTE,
    REDUCED_MOTION,
    REMEMBER_FILES,
    THEME,
    Preference,
)
from gatescope.session.settings import Settings
from gatescope.words import LANGUAGES, mark

APPEARANCE, WRITING, FILES = mark("Appearance"), mark("Notation"), mark("Files and safety")
PAGES = (APPEARANCE, WRITING, FILES)
"""The pages with rows, in the order of the dialog."""


@dataclass(frozen=True)
class Row:
    """One setting.

    Attributes:
        name: by which the search and tests find it; the key in the settings file where there is one.
        label, tip: what it is called, and one sentence below it; marked, as the texts of the options, for `tr`.
        options: its values and what each is called, in the order of the list; `OFF_ON` becomes a check box.
        usual: the value that Reset brings back.
        read, write: give its value out of the settings, and take another.
    """

    page: str
    name: str
    label: str
    tip: str
    options: tuple[tuple[str, str], ...]
    usual: str
    read: Callable[[Settings], str]
    write: Callable[[Settings, str], None]

    @property
    def is_switch(self) -> bool:
        """Whether it is only on or off."""
        return tuple(value for value, _ in self.options) == OFF_ON


def preference_row(page: str, preference: Preference, label: str, tip: str, texts: tuple[str, ...]) -> Row:
    """Return the row of `preference`, whose values are called as `texts` says."""
    return Row(
        page,
        preference.name,
        label,
        tip,
        tuple(zip(preference.values, texts, strict=True)),
        preference.usual,
        lambda settings: settings.choice(preference),
        lambda settings, value: settings.choose(preference, value),
    )


def switch_row(page: str, preference: Preference, label: str, tip: str) -> Row:
    """Return the row of a `preference` that is on or off."""
    return preference_row(page, preference, label, tip, (mark("Off"), mark("On")))


def _notation_row(field: str, label: str, tip: str, texts: tuple[str, ...]) -> Row:
    values = CHOICES[field]
    options = tuple(zip(values, texts, strict=True))
    return Row(WRITING, field, label, tip, options, values[0], partial(_noted, field), partial(_note, field))


def _noted(field: str, settings: Settings) -> str:
    return dict(part.split("=") for part in str(settings.notation).split(","))[field]


def _note(field: str, settings: Settings, value: str) -> None:
    noted = {one: _noted(one, settings) for one in CHOICES} | {field: value}
    settings.notation = Notation.parse(",".join(f"{one}={value}" for one, value in noted.items()))


def _zoom(settings: Settings) -> str:
    return str(min(ZOOMS, key=lambda zoom: abs(zoom - settings.zoom)))


def _set_zoom(settings: Settings, value: str) -> None:
    settings.zoom = float(value)


ROWS = (
    preference_row(
        APPEARANCE,
        THEME,
        mark("Theme"),
        mark("Light or dark, each in high contrast as well, or what the desktop has."),
        (mark("Like the system"), *TITLES.values()),
    ),
    preference_row(
        APPEARANCE,
        PALETTE,
        mark("Colours"),
        mark("The hues of gates and maps, in the window and in pictures."),
        tuple(PALETTES.values()),
    ),
    switch_row(
        APPEARANCE,
        REDUCED_MOTION,
        mark("Reduced motion"),
        mark("Nothing blinks and nothing fades. A desktop whose carets do not blink has that, too."),
    ),
    Row(
        APPEARANCE,
        "zoom",
        mark("Text size"),
        mark("The size of all text in the window; Ctrl++ and Ctrl+- change it, too."),
        tuple((str(zoom), f"{100 * zoom:.0f} %") for zoom in ZOOMS),
        "1.0",
        _zoom,
        _set_zoom,
    ),
    preference_row(
        APPEARANCE,
        LANGUAGE,
        mark("Language"),
        mark("The language of the window and of its pictures, from the next start on. The command line stays English."),
        (mark("Like the system"), *LANGUAGES.values()),
    ),
    _notation_row(
        "keeps",
        mark("z of a GRU"),
        mark("Which state z keeps, on screen and in pictures; the numbers in files stay."),
        (mark("As the file has it"), mark("Keeps the old state"), mark("Keeps the new state")),
    ),
    _notation_row(
        "gates", mark("Gates"), mark("How gates are written."), (mark("f, i, o, r, z"), mark("Γ with a letter below"))
    ),
    _notation_row(
        "states", mark("States"), mark("What the hidden state is called."), (mark("h and c"), mark("a and c"))
    ),
    preference_row(
        FILES,
        AUTOSAVE_S,
        mark("Copy of unsaved work"),
        mark("How long after a change a copy is written, which a crash or a power cut leaves behind."),
        (mark("After 1 second"), mark("After 3 seconds"), mark("After 10 seconds"), mark("After 30 seconds")),
    ),
    switch_row(
        FILES,
        REMEMBER_FILES,
        mark("List files opened last"),
        mark("Whether File ▸ Open recent takes up what is opened."),
    ),
)
