import pytest

from gatescope.errors import UsageError
from gatescope.paint.contrast import contrast, mix
from gatescope.plots.hues import CELLS, PALETTES, SIGNALS
from gatescope.plots.theme import THEMES, Theme, theme_named
from gatescope.session.preferences import PALETTE, THEME

TEXT, LINE = 7.0, 4.5
"""WCAG 2.2, 1.4.6 (enhanced contrast), and 1.4.3 for what is thinner than text."""

CONTRASTS = pytest.mark.parametrize(
    "theme",
    [theme_named(name, palette) for name, theme in THEMES.items() if theme.contrast for palette in PALETTES],
    ids=lambda theme: f"{theme.name}, {theme.palette}",
)


@CONTRASTS
def test_text_in_high_contrast_has_seven_to_one_on_every_ground(theme: Theme) -> None:
    words = (theme.text, theme.muted, theme.accent, theme.bad, theme.warning, theme.negative, theme.positive)
    for ground in (theme.window, theme.surface):
        assert min(contrast(word, ground) for word in words) >= TEXT
    assert min(contrast(word, ground) for word in words[:2] for ground in (theme.raised, theme.pressed)) >= TEXT
    assert contrast(theme.on_accent, theme.accent) >= TEXT
    assert contrast(theme.on_accent, theme.bad) >= TEXT


@CONTRASTS
def test_lines_in_high_contrast_have_four_and_a_half_to_one(theme: Theme) -> None:
    guesses = [f"guess:{place}" for place in range(5)]
    cells = [f"cell:{cell}" for cell in CELLS]
    lines = [theme.line(hue) for hue in (*SIGNALS, *cells, *guesses, "opened", "readout")]
    assert min(contrast(line, theme.surface) for line in (*lines, theme.border)) >= LINE


@pytest.mark.parametrize("theme", [theme_named(name, palette) for name in THEMES for palette in PALETTES])
def test_text_has_enough_contrast_in_every_design(theme: Theme) -> None:
    for ground in (theme.window, theme.surface, theme.raised):
        assert min(contrast(word, ground) for word in (theme.text, theme.muted)) >= 4.5


def test_the_settings_keep_every_design_and_every_palette() -> None:
    assert ("system", *THEMES) == THEME.values
    assert tuple(PALETTES) == PALETTE.values


@pytest.mark.parametrize(("name", "palette"), [("grey", "safe"), ("light", "grey")])
def test_a_design_that_does_not_exist_is_told_with_those_that_do(name: str, palette: str) -> None:
    with pytest.raises(UsageError, match=r"there is no (theme|palette) 'grey'; there are (light|standard)"):
        theme_named(name, palette)


@CONTRASTS
def test_text_that_is_still_to_come_can_be_read_in_high_contrast(theme: Theme) -> None:
    assert contrast(mix(theme.text, theme.surface, 1 - theme.strength_to_come), theme.surface) >= TEXT
