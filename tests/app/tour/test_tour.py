"""The tour: the real controls advance it, nothing of them is covered, and it is there only when it is wanted."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication

from gatescope.app.start import application
from gatescope.app.tour import steps, tour
from gatescope.app.tour.callout import Callout, beside
from gatescope.app.window.focus_ring import FocusRing
from gatescope.app.window.tab_order import place_in
from gatescope.session.settings import Settings
from tests.window_text import cut_texts


@pytest.fixture
def led(qtbot, desktop, monkeypatch):
    """A tour at its first step that goes on at once."""
    quick = tuple(step.__class__(**{**vars(step), "patience_ms": 1}) for step in steps.STEPS)
    monkeypatch.setattr(tour, "STEPS", quick)
    desktop.controller.actions["tour"].trigger()
    return desktop.controller.tour


def ring_of(desktop):
    return next(ring for ring in desktop.window.findChildren(FocusRing) if ring.objectName() == "tourRing")


def around(window, control):
    """Where a ring of three pixels is to be."""
    return place_in(window, control).adjusted(-3, -3, 3, 3).intersected(window.rect())


def test_a_person_walks_through_it_with_the_real_controls(qtbot, desktop, led):
    window, session = desktop.window, desktop.session
    editor = window.sentence.input
    assert editor.hasFocus() or QApplication.focusWidget() is None
    qtbot.keyClicks(editor, " Not bad")
    qtbot.waitUntil(lambda: led.step == 2)
    qtbot.waitUntil(lambda: not session.computing)
    qtbot.wait(20)
    assert led.step == 2
    qtbot.keyClick(window, Qt.Key.Key_Left)
    qtbot.waitUntil(lambda: led.step == 3)
    desktop.controller.actions["value_at_cursor"].trigger()
    qtbot.waitUntil(lambda: led.step == 4)
    window.views["weights"].bias._slider.setValue(700)
    qtbot.waitUntil(lambda: led.step == 5)
    session.show(["sentiment-rnn", "sentiment-gru", "sentiment-lstm"])
    qtbot.waitUntil(lambda: led.step == 6)
    assert led.callout.skip.isHidden()
    led.callout.next.click()
    assert led.callout is None


def test_a_label_over_the_maps_is_a_look_at_a_gate(qtbot, desktop, led):
    led._go(2)
    desktop.window.heatmaps.hovered.emit(None)
    assert led.step == 3
    desktop.window.heatmaps.hovered.emit(desktop.window.heatmaps.spot_at_cursor())
    qtbot.waitUntil(lambda: led.step == 4)


@pytest.mark.parametrize(("size", "zoom"), [((860, 560), 0), ((1024, 700), 3), ((1440, 900), 0)], ids=str)
def test_the_control_stays_free_and_every_word_is_read(qtbot, desktop, led, size, zoom):
    desktop.controller.design.zoom(zoom)
    window = desktop.window
    window.resize(*size)
    for number in range(1, 7):
        assert led.step == number
        qtbot.wait(60)
        callout, control = led.callout, steps.STEPS[min(number, 5) - 1].control(window)
        assert window.rect().contains(callout.geometry())
        assert [
            text for text in cut_texts(window) if "Callout" in text or ("Label" in text and callout.isVisible())
        ] == []
        if number < 6:
            ring = ring_of(desktop)
            assert ring.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            qtbot.waitUntil(lambda ring=ring, control=control: ring.geometry() == around(window, control))
            place = place_in(window, control)
            # The heat maps may be all there is room for; their first one is left free all the same.
            free = place if number != 3 else QRect(place.topLeft(), QSize(place.width(), place.height() // 3))
            assert not callout.geometry().intersects(free), number
            assert window.childAt(free.center()) is not callout
        callout.next.click()
    assert led.callout is None


def test_a_window_that_shrinks_has_the_callout_before_it_is_painted(qtbot, desktop, led):
    desktop.controller.tour.start()
    desktop.window.resize(1440, 900)
    callout = desktop.controller.tour.callout
    for _step in range(4):
        desktop.controller.tour.go_on()
        qtbot.wait(30)
        desktop.window.setUpdatesEnabled(False)
        desktop.window.resize(860, 600)
        assert desktop.window.rect().contains(callout.geometry())
        desktop.window.setUpdatesEnabled(True)
        desktop.window.resize(1440, 900)
        qtbot.wait(30)


def test_escape_ends_it_at_once_and_it_can_be_had_again(qtbot, desktop, led):
    qtbot.keyClick(desktop.window.sentence.input, Qt.Key.Key_Escape)
    assert led.callout is None
    qtbot.waitUntil(lambda: desktop.window.findChild(Callout) is None)
    desktop.controller.actions["tour"].trigger()
    assert led.step == 1
    led.callout.next.click()
    led.callout.back.click()
    assert (led.step, led.callout.back.isHidden()) == (1, True)
    led.callout.skip.click()
    assert led.callout is None


def test_an_audience_does_not_see_it(qtbot, desktop, led):
    desktop.window.presenter.present(True)
    qtbot.wait(20)
    assert (led.callout.isVisible(), ring_of(desktop).isVisible()) == (False, False)
    desktop.window.presenter.present(False)
    qtbot.waitUntil(led.callout.isVisible)


def test_a_step_that_is_done_waits_until_the_audience_is_gone(qtbot, desktop, led):
    qtbot.keyClicks(desktop.window.sentence.input, " Not bad")
    desktop.window.presenter.present(True)
    desktop.session.change_focus(token=0)
    qtbot.wait(50)
    assert (led.step, led.callout.isVisible()) == (1, False)
    desktop.window.presenter.present(False)
    qtbot.waitUntil(lambda: led.step > 1)
    qtbot.waitUntil(led.callout.isVisible)


def test_the_weights_are_brought_forth(qtbot, desktop, led):
    desktop.window.arrangements.show("space")
    led._go(3)
    qtbot.waitUntil(lambda: steps.STEPS[3].control(desktop.window).isVisible())


def test_a_step_of_the_weights_follows_a_theme_and_closes_with_the_window(qtbot, desktop, led):
    led._go(3)
    desktop.controller.design.choose("dark")
    qtbot.wait(20)
    desktop.close()
    assert led.callout is None


@pytest.mark.parametrize(
    ("files", "environ", "led"),
    [([], {}, True), (["model.safetensors"], {}, False), ([], {"GATESCOPE_TOUR": "0"}, False)],
)
def test_a_start_with_a_file_or_without_newcomers_has_none(monkeypatch, files, environ, led):
    asked = []
    desktop = SimpleNamespace(
        show=lambda paths: None,
        close=lambda: None,
        end=lambda code: None,
        lead_newcomer=lambda: asked.append(1),
        crashes=SimpleNamespace(tell=lambda fault: None),
    )
    signal = SimpleNamespace(connect=lambda slot: None)
    signals = SimpleNamespace(asked=signal, close=lambda: None)
    handler = SimpleNamespace(met=signal, close=lambda: None)
    monkeypatch.setattr(application, "display_problem", lambda environ: None)
    monkeypatch.setattr(application, "make_application", lambda argv: SimpleNamespace(exec=lambda: 0))
    monkeypatch.setattr(application, "Desktop", lambda: desktop)
    monkeypatch.setattr(application, "EndSignals", lambda: signals)
    # The real one would take the hooks of this process, and write into a person's folder.
    monkeypatch.setattr(application, "CrashHandler", lambda: handler)
    monkeypatch.delenv("GATESCOPE_TOUR", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert application.main(files) == 0
    assert bool(asked) == led


def test_a_newcomer_is_led_once(desktop):
    desktop.lead_newcomer()
    desktop.first_frame.emit()
    assert desktop.controller.tour.callout is not None
    desktop.controller.tour.end()
    desktop.settings.save()
    assert Settings(desktop.settings.path).toured
    desktop.first_frame.disconnect(desktop.controller.tour.start)
    desktop.lead_newcomer()
    desktop.first_frame.emit()
    assert desktop.controller.tour.callout is None


@pytest.mark.parametrize(
    ("control", "corner"),
    [
        (QRect(100, 100, 200, 40), QPoint(100, 152)),
        (QRect(100, 640, 200, 40), QPoint(100, 528)),
        (QRect(8, 20, 300, 650), QPoint(320, 294)),
        (QRect(600, 20, 390, 650), QPoint(288, 294)),
        (QRect(100, 100, 800, 40), QPoint(600, 152)),
        (QRect(), QPoint(349, 592)),
    ],
)
def test_the_callout_stands_where_there_is_room(control, corner):
    assert beside(QSize(300, 100), control, QRect(0, 0, 1000, 700)) == corner
