"""Chips are put together from pictures that are kept: none of them may outlive what it shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QFont, QImage, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from gatescope.plots.theme import DARK, LIGHT
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.document.shading import Shading
from gatescope.session.run.snapshot import Snapshot
from gatescope.views.sentence.chip_pictures import ChipPictures, ChipShape
from gatescope.views.sentence.chips import ChipStrip
from tests.views.helpers_controls import SENTENCE, make_model, make_snapshot

WIDTH = 700
MODELS = [make_model(cell) for cell in ("rnn", "gru", "lstm")]
ALL = make_snapshot(SENTENCE, *MODELS)
FOCUS = Focus(model="sentiment-lstm", token=3)


def edited() -> Snapshot:
    """The same sentence after a weight of the LSTM was changed."""
    network = MODELS[2].network
    bias = network.array("readout.sentiment.bias") + np.float32(0.7)
    changed = replace(MODELS[2], network=network.with_array("readout.sentiment.bias", bias))
    return make_snapshot(SENTENCE, MODELS[0], MODELS[1], changed)


def show(qtbot: QtBot) -> ChipStrip:
    strip = ChipStrip()
    qtbot.addWidget(strip)
    strip.resize(WIDTH, 100)
    with qtbot.waitExposed(strip):
        strip.show()
    return strip


def on_screen(widget: QWidget) -> QImage:
    """What its window has painted by now, each region when it was asked for."""
    QApplication.processEvents()
    return widget.screen().grabWindow(widget.winId()).toImage()


CHANGES: dict[str, Callable[[ChipStrip], None]] = {
    "weight": lambda strip: strip.show_snapshot(edited(), FOCUS),
    "theme": lambda strip: strip.set_theme(DARK),
    "shading": lambda strip: strip.show_snapshot(ALL, replace(FOCUS, shading=Shading("forget_gate"))),
    "unit": lambda strip: strip.show_snapshot(
        ALL,
        replace(
            FOCUS, shading=Shading("forget_gate"), units=(UnitRef("sentiment-lstm", MODELS[2].network.parts[0], 2),)
        ),
    ),
    "cursor": lambda strip: strip.show_snapshot(ALL, replace(FOCUS, token=7)),
    "one model": lambda strip: strip.show_snapshot(make_snapshot(SENTENCE, MODELS[1]), FOCUS),
    "text": lambda strip: strip.show_snapshot(make_snapshot("Thefood was not, xyz good", *MODELS), FOCUS),
    "typing": lambda strip: strip.show_snapshot(make_snapshot("The food wa", *MODELS, caret=11), FOCUS),
    "width": lambda strip: strip.resize(WIDTH - 90, strip.height()),
    "font": lambda strip: strip.setFont(QFont("DejaVu Serif")),
    "nothing": lambda strip: strip.show_snapshot(make_snapshot("", *MODELS), Focus()),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_strip_that_changed_looks_like_a_fresh_one(qtbot: QtBot, change: str) -> None:
    old, fresh = show(qtbot), show(qtbot)
    old.show_snapshot(ALL, FOCUS)
    before = on_screen(old)
    CHANGES[change](old)
    if change in ("theme", "width", "font"):
        CHANGES[change](fresh)
        fresh.show_snapshot(ALL, FOCUS)
    else:
        CHANGES[change](fresh)
    now = on_screen(old)
    assert now == on_screen(fresh)
    assert now != before


def test_another_screen_has_pictures_of_its_own(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    old, fresh = show(qtbot), show(qtbot)
    old.show_snapshot(ALL, FOCUS)
    on_screen(old)
    monkeypatch.setattr(ChipStrip, "devicePixelRatioF", lambda self: 2.0)
    fresh.show_snapshot(ALL, FOCUS)

    def picture(strip: ChipStrip) -> QImage:
        image = QImage(2 * strip.size(), QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(2.0)
        image.fill(LIGHT.surface)
        strip.render(image)
        return image

    assert picture(old) == picture(fresh)


def test_a_step_of_the_cursor_repaints_two_chips(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    strip = show(qtbot)
    strip.show_snapshot(ALL, FOCUS)
    on_screen(strip)
    painted: list[str] = []
    original = ChipPictures.shape

    def shape(self: ChipPictures, shape: ChipShape) -> QPixmap:
        painted.append(shape.word)
        return original(self, shape)

    monkeypatch.setattr(ChipPictures, "shape", shape)
    strip.show_snapshot(ALL, replace(FOCUS, token=4))
    on_screen(strip)
    assert 2 <= len(painted) <= 4
