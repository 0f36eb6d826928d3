"""The chips: what they say, where they are, and that they can be read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QWheelEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gatescope.paint.contrast import contrast, legible
from gatescope.plots.theme import CONTRAST_DARK, CONTRAST_LIGHT, DARK, LIGHT, Theme
from gatescope.session.document.document import Focus
from gatescope.session.document.shading import Shading
from gatescope.views.base.hover_label import HoverLabel
from gatescope.views.sentence import chips as chips_module
from gatescope.views.sentence.chip_data import ChipData
from gatescope.views.sentence.chip_style import chip_style
from gatescope.views.sentence.chips import ChipStrip
from tests.views.helpers import said
from tests.views.helpers_controls import SENTENCE, make_model, make_snapshot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", extend=True)


@pytest.fixture
def strip(qtbot: QtBot) -> Iterator[ChipStrip]:
    window = QWidget()
    qtbot.addWidget(window)
    strip = ChipStrip()
    column = QVBoxLayout(window)
    column.addWidget(strip)
    column.addStretch(1)
    window.resize(700, 200)
    with qtbot.waitExposed(window):
        window.show()
    yield strip
    window.close()


def centre(strip: ChipStrip, token: int) -> QPoint:
    x, width = next((x, width) for t, x, width in strip.visible_chips() if t == token)
    return QPoint(round(x + width / 2), strip.height() // 2)


def wheel(strip: ChipStrip, steps: int) -> None:
    event = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, 0), QPoint(0, -120 * steps), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(strip, event)


def test_a_click_tells_the_token(qtbot: QtBot, strip: ChipStrip) -> None:
    strip.show_snapshot(make_snapshot(SENTENCE, make_model()), Focus())
    with qtbot.waitSignal(strip.token_clicked) as clicked:
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=centre(strip, 3))
    assert clicked.args == [3]


def test_hovering_names_word_place_and_read_out(qtbot: QtBot, strip: ChipStrip) -> None:
    snapshot = make_snapshot("<b> xylophone good", make_model())
    strip.show_snapshot(snapshot, Focus())
    unknown = snapshot.runs[0].tokens.words().index("xylophone")
    with qtbot.waitSignal(strip.hovered) as hovered:
        qtbot.mouseMove(strip, centre(strip, unknown))
    text = said(hovered.args[0])
    assert "xylophone" in text
    assert f"token {unknown + 1} of {len(snapshot.runs[0].tokens)}" in text
    assert "Not in the vocabulary: read as <unk>" in text
    value = snapshot.runs[0].readouts["sentiment"][unknown, 0]
    assert f"P(positive) {value:.2f}" in text
    with qtbot.waitSignal(strip.hovered) as hovered:
        QApplication.sendEvent(strip, chips_module.QEvent(chips_module.QEvent.Type.Leave))
    assert hovered.args == [None]


def test_words_of_the_text_are_no_markup(qtbot: QtBot, strip: ChipStrip) -> None:
    data = ChipData(make_snapshot("<b>", make_model()), Focus())
    label = HoverLabel()
    qtbot.addWidget(label)
    label.show_text(data.text(0), QRect(5, 5, 5, 5), None)
    assert "“<”" in label._document.toPlainText()


def test_each_model_has_its_own_number(strip: ChipStrip) -> None:
    models = [make_model(cell) for cell in ("rnn", "gru", "lstm")]
    snapshot = make_snapshot(SENTENCE, *models)
    data = ChipData(snapshot, Focus(model="sentiment-gru"))
    assert [band.run.network.cell.name for band in data.bands] == ["rnn", "gru", "lstm"]
    for line, run in enumerate(snapshot.runs):
        assert data.number(line, 4) == f"{run.readouts['sentiment'][4, 0]:.2f}"


def test_the_shade_is_of_the_model_and_the_signal_in_focus() -> None:
    models = [make_model(cell) for cell in ("gru", "lstm")]
    snapshot = make_snapshot(SENTENCE, *models)
    shades = {
        (model, signal): ChipData(snapshot, Focus(model=model, shading=Shading(signal, model))).shades(0, 5)
        for model in ("sentiment-gru", "sentiment-lstm")
        for signal in ("readout", "candidate")
    }
    assert len({tuple(s) for s in shades.values()}) == 4


def test_a_model_that_cuts_the_text_up_in_another_way_has_no_number() -> None:
    snapshot = make_snapshot(SENTENCE, make_model("gru"), make_model("lstm"))
    shorter = make_snapshot("The food", make_model("gru")).runs[0]
    data = ChipData(replace(snapshot, runs=(shorter, snapshot.runs[1])), Focus(model="sentiment-lstm"))
    assert [band.run.network.cell.name for band in data.bands] == ["lstm"]


def test_a_network_without_a_read_out_shows_its_shade() -> None:
    model = make_model()
    model = replace(model, network=replace(model.network, readouts=()))
    data = ChipData(make_snapshot("good", model), Focus(shading=Shading("hidden_state")))
    assert len(data.bands) == 1
    assert data.number(0, 0) not in ("", "NaN")


def test_a_value_that_is_no_number_is_said_and_painted(qtbot: QtBot, strip: ChipStrip) -> None:
    model = make_model()
    weights = np.full_like(model.network.array("readout.sentiment.bias"), np.nan)
    model = replace(model, network=model.network.with_array("readout.sentiment.bias", weights))
    snapshot = make_snapshot("good", model)
    data = ChipData(snapshot, Focus())
    assert data.number(0, 0) == "NaN"
    assert QColor(chip_style(data.bands[0].colours, data.shades(0, 1)[0][0], LIGHT).ground) == QColor(LIGHT.bad)
    strip.show_snapshot(snapshot, Focus())
    strip.grab()


def test_an_endless_word_stays_a_chip(strip: ChipStrip) -> None:
    strip.show_snapshot(make_snapshot("w" * 100_000 + " good", make_model()), Focus())
    assert len(strip.visible_chips()) == 2


def test_blank_tokens_can_be_seen() -> None:
    model = make_model()
    snapshot = make_snapshot("good bad", model)
    tokens = replace(snapshot.runs[0].tokens, starts=np.array([4, 5]), ends=np.array([5, 8]))
    data = ChipData(replace(snapshot, runs=(replace(snapshot.runs[0], tokens=tokens),)), Focus())
    assert data.word(0) == "␣"


def test_only_chips_in_sight_are_measured(strip: ChipStrip, monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(f"w{i}" for i in range(20_000))
    asked: set[int] = set()
    original = ChipData.word

    def word(self: ChipData, token: int) -> str:
        asked.add(token)
        return original(self, token)

    monkeypatch.setattr(ChipData, "word", word)
    strip.show_snapshot(make_snapshot(text, make_model(units=2)), Focus(token=9_000))
    strip.grab()
    assert 9_000 in {token for token, _, _ in strip.visible_chips()}
    assert len(asked) < 200


def test_the_cursor_is_brought_into_sight_and_the_wheel_moves_on(strip: ChipStrip) -> None:
    snapshot = make_snapshot(SENTENCE * 20, make_model())
    last = len(snapshot.runs[0].tokens) - 1
    for token in (0, last, 5, 40, 41, last - 30):
        strip.show_snapshot(snapshot, Focus(token=token))
        x, width = next((x, w) for t, x, w in strip.visible_chips() if t == token)
        assert x >= 0
        assert x + width <= strip.width()
    wheel(strip, 10_000)
    token, x, width = strip.visible_chips()[-1]
    assert token == last
    assert x + width == pytest.approx(strip.width() - 3, abs=1)
    wheel(strip, -10_000)
    assert strip.visible_chips()[0][:2] == (0, 3.0)


def test_wider_numbers_do_not_push_the_cursor_out_of_sight(strip: ChipStrip) -> None:
    text = "a b c d e f g h i j k l m n o p " * 6
    models = [make_model(cell) for cell in ("rnn", "gru", "lstm")]
    one, all_three = make_snapshot(text, models[2]), make_snapshot(text, *models)
    last = len(one.runs[0].tokens) - 1
    for snapshot in (one, all_three):
        strip.show_snapshot(snapshot, Focus(token=last))
        x, width = next((x, w) for t, x, w in strip.visible_chips() if t == last)
        assert x + width <= strip.width()


def test_a_narrower_strip_still_shows_the_cursor(qtbot: QtBot, strip: ChipStrip) -> None:
    snapshot = make_snapshot(SENTENCE, make_model())
    last = len(snapshot.runs[0].tokens) - 1
    strip.window().resize(1400, 200)
    strip.show_snapshot(snapshot, Focus(token=last))
    strip.window().resize(400, 200)
    qtbot.waitUntil(lambda: strip.width() < 400)
    x, width = next((x, w) for t, x, w in strip.visible_chips() if t == last)
    assert x + width <= strip.width()


def test_scrolling_stays_while_weights_change(strip: ChipStrip) -> None:
    model = make_model()
    snapshot = make_snapshot(SENTENCE * 20, model)
    strip.show_snapshot(snapshot, Focus(token=0))
    wheel(strip, 20)
    seen = strip.visible_chips()
    strip.show_snapshot(replace(snapshot, generation=2), Focus(token=0))
    assert strip.visible_chips() == seen


def test_the_scroll_bar_reaches_both_ends(strip: ChipStrip) -> None:
    snapshot = make_snapshot(SENTENCE * 20, make_model())
    strip.show_snapshot(snapshot, Focus())
    bar = strip._bar
    assert bar.isVisible()
    bar.setValue(bar.maximum())
    assert strip.visible_chips()[-1][0] == len(snapshot.runs[0].tokens) - 1
    bar.setValue(0)
    assert strip.visible_chips()[0][0] == 0
    strip.show_snapshot(make_snapshot("good", make_model()), Focus())
    assert not bar.isVisible()


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("text", ["text", "muted"])
def test_text_can_be_read_on_every_shade(theme: Theme, text: str) -> None:
    for red in range(0, 256, 17):
        for green in range(0, 256, 17):
            for blue in (0, 51, 128, 204, 255):
                shade = QColor(red, green, blue).name()
                assert contrast(legible(getattr(theme, text), shade), shade) >= 4.5


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_an_empty_sentence_says_what_to_do(strip: ChipStrip, theme: Theme) -> None:
    strip.set_theme(theme)
    strip.show_snapshot(make_snapshot("", make_model()), Focus())
    image = strip.grab().toImage()
    background = image.pixel(image.width() - 1, 0)
    assert any(image.pixel(x, y) != background for x in range(200) for y in range(image.height()))


ARABIC, HEBREW = "مرحبا", "שלום"


@pytest.mark.parametrize("word", ["zyx", ARABIC, HEBREW, "мир", "x" + ARABIC])
def test_an_unknown_word_is_written_in_letters_that_a_font_has(strip: ChipStrip, word: str) -> None:
    """As the editor writes it: in italics only where they exist, and never in boxes that an upright font spares."""
    strip.show_snapshot(make_snapshot(word, make_model()), Focus())
    assert strip._data is not None
    font = strip._fonts.of(strip._data.word(0), known=False)
    upright = QFontMetricsF(strip._fonts.word)
    for char in word:
        assert QFontMetricsF(font).inFontUcs4(ord(char)) == upright.inFontUcs4(ord(char))
    assert font.italic() == all(QFontMetricsF(strip._fonts.unknown).inFontUcs4(ord(char)) for char in word)
    alone = QFontMetricsF(font).horizontalAdvance(word)
    _, _, width = strip.visible_chips()[0]
    assert width >= alone


def test_a_chip_shows_what_it_was_opened_with_and_keeps_its_place_while_that_changes(strip: ChipStrip) -> None:
    snapshot = make_snapshot(SENTENCE, make_model())
    (before,) = snapshot.runs
    values = before.readouts["sentiment"].copy()
    values[2] = values[2] / 2 + 0.4
    now = replace(before, readouts={**before.readouts, "sentiment": values}, opened=before)
    strip.resize(1200, strip.height())
    strip.show_snapshot(snapshot, Focus(model=before.model, token=0))
    plain = strip.visible_chips()
    strip.show_snapshot(replace(snapshot, runs=(now,)), Focus(model=before.model, token=0))
    shown = {chip[0]: look.rows[0].text for chip, look in zip(strip.visible_chips(), strip._looks, strict=True)}
    was, now_written = (f"{run.readouts['sentiment'][2, 0]:.2f}" for run in (before, now))
    assert shown[2] == f"{was} → {now_written}"
    assert all("→" not in text for token, text in shown.items() if token != 2)
    tip = ChipData(replace(snapshot, runs=(now,)), Focus()).text(2).plain
    assert f"{was} → {now_written}" in tip
    places = strip.visible_chips()
    assert places[-1][1] > plain[-1][1]
    same = replace(before, opened=before)
    strip.show_snapshot(replace(snapshot, runs=(same,)), Focus(model=before.model, token=0))
    assert strip.visible_chips() == places


@pytest.mark.parametrize("theme", [CONTRAST_LIGHT, CONTRAST_DARK], ids=lambda theme: theme.name)
@pytest.mark.parametrize("colours", ["signed", "forget_gate"])
def test_words_in_high_contrast_have_seven_to_one_wherever_black_or_white_has(theme: Theme, colours: str) -> None:
    for index in range(1, 256):
        style = chip_style(colours, index, theme)
        best = max(contrast(end, style.ground) for end in ("#000000", "#ffffff"))
        assert min(contrast(ink, style.ground) for ink in (style.word, style.number)) >= min(7.0, best)
