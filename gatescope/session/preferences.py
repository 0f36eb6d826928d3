"""The settings that a person chooses among a few values; a new one is a line here and one in `app/settings/rows.py`."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.words import LANGUAGES


@dataclass(frozen=True)
class Preference:
    """One setting, kept as a text of the settings file.

    Attributes:
        name: its key in the file.
        values: every value that it can have, as texts; anything else in the file counts as `usual`.
        usual: the value before a person chooses.
    """

    name: str
    values: tuple[str, ...]
    usual: str


OFF_ON = ("off", "on")

THEME = Preference("theme", ("system", "light", "dark", "contrast-light", "contrast-dark"), "system")
"""The design, of `plots.theme.THEMES`, or that of the desktop."""
PALETTE = Preference("palette", ("standard", "safe"), "standard")
"""The hues of lines and maps, of `plots.hues.PALETTES`."""
REDUCED_MOTION = Preference("reduced_motion", OFF_ON, "off")
"""Whether nothing moves by itself."""
LANGUAGE = Preference("language", ("system", *LANGUAGES), "system")
"""The language of the window, from the next start on."""
AUTOSAVE_S = Preference("autosave_s", ("1", "3", "10", "30"), "3")
"""Seconds from a change to the copy of unsaved work."""
REMEMBER_FILES = Preference("remember_files", OFF_ON, "on")
"""Whether the files that were opened last are listed."""

PREFERENCES = (THEME, PALETTE, REDUCED_MOTION, LANGUAGE, AUTOSAVE_S, REMEMBER_FILES)
"""All of them, in the order of the settings."""
