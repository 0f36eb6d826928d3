"""Frame times, with bare_p50_ms and the ratio of both medians; bench is one of key, weight, scrub and resize, or one of
the benches of `changed`, `asking` and `training_beside`.

From the event to the end of the paint it causes, in the real window. `bare` is the same maps in plain pyqtgraph, drawn
in turn with the window's frames so that both meet the same machine.

    key     a character typed at the end of the sentence
    weight  one move of the mouse while a weight is dragged
    scrub   one step of the token cursor
    resize  one step of the window's size
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import closing
from statistics import median, quantiles
from typing import cast

from PySide6.QtCore import QEvent, QPointF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from gatescope.cli.bench import Row, asking, changed, training_beside
from gatescope.cli.bench.bare import BareMaps
from gatescope.cli.bench.stage import SIZE, WARM_UP, Stage, Step
from gatescope.plots.description import HeatmapPlot
from gatescope.plots.theme import LIGHT

SCENES = ((("lstm",), 64, 23), (("rnn", "gru", "lstm"), 64, 200), (("lstm",), 128, 2000), (("lstm",), 128, 10_000))
SCENES_QUICK = SCENES[1:2]
FRAMES, FRAMES_QUICK = 300, 40
ASKED, ASKED_QUICK = 60, 20


def rows(*, quick: bool) -> Iterator[Row]:
    """Yield four rows a scene, those of `changed`, and those of `asking` and `training_beside` for the one of several
    models."""
    for cells, units, tokens in SCENES_QUICK if quick else SCENES:
        for bench, steps in STEPS.items():
            with closing(Stage(cells, units, tokens)) as stage:
                times, bare = _measure(stage, steps(stage), FRAMES_QUICK if quick else FRAMES, bench == "resize")
            yield {
                "bench": bench,
                "cells": "+".join(cells),
                "units": units,
                "tokens": tokens,
                "p50_ms": median(times),
                "p95_ms": quantiles(times, n=20)[-1],
                "worst_stall_ms": stage.worst_stall_ms,
                "bare_p50_ms": median(bare),
                "ratio": median(times) / median(bare),
                "p95_ratio": None,
                "cancel_ms": None,
                "answer_ms": None,
            }
        differing = {bench: STEPS[bench] for bench in ("key", "weight")}
        yield from changed.rows(cells, units, tokens, differing, FRAMES_QUICK if quick else FRAMES)
        if len(cells) > 1:
            yield from asking.rows(cells, units, tokens, keys, weights, ASKED_QUICK if quick else ASKED)
            yield from training_beside.rows(tokens, keys, FRAMES_QUICK if quick else FRAMES)


def _measure(stage: Stage, steps: Iterator[Step], frames: int, resized: bool) -> tuple[list[float], list[float]]:
    for event, shown in itertools.islice(steps, WARM_UP):
        stage.until(event, shown)
    stage.forget_stalls()
    bare_maps = BareMaps(_maps(stage), LIGHT, stage.window.heatmaps)
    times, bare = [], []
    for event, shown in itertools.islice(steps, frames):
        times.append(stage.until(event, shown))
        bare.append(bare_maps.take_size(stage.window.heatmaps.size()) if resized else bare_maps.redraw(_maps(stage)))
    bare_maps.close()
    bare_maps.deleteLater()
    return times, bare


def _maps(stage: Stage) -> HeatmapPlot:
    return cast(HeatmapPlot, stage.window.heatmaps.plot())


def keys(stage: Stage) -> Iterator[Step]:
    """Type letters and spaces at the end of the sentence, and Backspace over them."""
    editor = stage.window.sentence.focusProxy()
    assert editor is not None
    stage.session.edit_text(stage.session.document.text + " ", len(stage.session.document.text) + 1)

    def answered() -> bool:
        snapshot = stage.session.snapshot
        return snapshot is not None and snapshot.text == stage.session.document.text

    for letter in itertools.cycle("w42 w7 \b\b\b\b\b\b\b"):
        key = Qt.Key.Key_Backspace if letter == "\b" else Qt.Key(ord(letter.upper()))
        yield lambda key=key, letter=letter: press(editor, key, letter), answered  # type: ignore[misc]


def weights(stage: Stage) -> Iterator[Step]:
    """Drag the weight in the middle of the map up and down, a pixel a move."""
    weights_map = cast(QWidget, stage.window.dock_host.views["weights"].findChild(QWidget, "matrixMap"))
    session, middle = stage.session, QPointF(weights_map.rect().center())
    name = session.focus.model
    drag(weights_map, QEvent.Type.MouseButtonPress, middle)
    # A first jolt, since what is shorter than that is a click.
    drag(weights_map, QEvent.Type.MouseMove, middle + QPointF(0, QApplication.startDragDistance() + 1))

    def answered() -> bool:
        run = None if session.snapshot is None else session.snapshot.run(name)
        return run is not None and run.network is session.document.networks[name]

    for up in itertools.cycle((*range(1, 20), *range(18, 1, -1))):
        place = middle - QPointF(0, up)
        yield lambda place=place: drag(weights_map, QEvent.Type.MouseMove, place), answered  # type: ignore[misc]


def scrubs(stage: Stage) -> Iterator[Step]:
    """Move the token cursor to the left end and back, by arrow keys that no widget in focus takes."""
    window, session = stage.window, stage.session
    session.set_token(0)
    while True:
        for key, step in ((Qt.Key.Key_Right, 1), (Qt.Key.Key_Left, -1)):
            for _ in range(10):
                wanted = (session.focus.token or 0) + step
                yield lambda key=key: press(window, key), lambda wanted=wanted: session.focus.token == wanted  # type: ignore[misc]


def resizes(stage: Stage) -> Iterator[Step]:
    """Resize the window a little, as while its corner is dragged."""
    for shrink in itertools.cycle((*range(0, 60, 6), *range(60, 0, -6))):
        size = QSize(SIZE[0] - 2 * shrink - 2, SIZE[1] - shrink - 1)
        yield lambda size=size: stage.window.resize(size), lambda size=size: stage.window.size() == size  # type: ignore[misc]


def press(widget: QWidget, key: Qt.Key, text: str = "") -> None:
    """Send a key as the keyboard would, to one widget."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text))


def drag(widget: QWidget, kind: QEvent.Type, place: QPointF) -> None:
    """Send what a mouse with its left button down does at `place` of one widget."""
    button = Qt.MouseButton.LeftButton if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
    buttons, no_key = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(kind, place, QPointF(widget.mapToGlobal(place)), button, buttons, no_key)
    QApplication.sendEvent(widget, event)


STEPS: dict[str, Callable[[Stage], Iterator[Step]]] = {
    "key": keys,
    "weight": weights,
    "scrub": scrubs,
    "resize": resizes,
}
