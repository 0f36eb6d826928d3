"""The bars about the plots: models, token cursor, status, command search, and their icons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.resources import resource
from gatescope.session.run.snapshot import BadStep
from gatescope.views.bars.message_line import MessageLine
from gatescope.views.bars.model_bar import ModelBar
from gatescope.views.bars.status import StatusView, duration
from gatescope.views.bars.transport import TransportBar
from gatescope.views.base.elided_label import ElidedLabel
from gatescope.views.base.icons import application_icon, icon
from gatescope.views.controls.choice_menu import ChoiceMenu
from gatescope.views.controls.command_search import CommandSearch
from gatescope.views.controls.fuzzy import score
from gatescope.views.controls.search_groups import Entry, Source
from gatescope.views.controls.segmented import Segmented
from tests.views.helpers_controls import make_model

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints", r"raise\(\)", extend=True)

MODELS = [make_model(cell) for cell in ("rnn", "gru", "lstm")]
NAMES = tuple(model.name for model in MODELS)


@pytest.fixture
def models(qtbot: QtBot) -> ModelBar:
    bar = ModelBar()
    qtbot.addWidget(bar)
    bar.show_models(MODELS, (NAMES[2],))
    return bar


def labels(bar: ModelBar) -> list[str]:
    return [segment.label for segment in bar.findChild(Segmented).segments()]


def test_one_family_offers_its_cells_and_compare(models: ModelBar) -> None:
    assert labels(models) == ["RNN", "GRU", "LSTM", "Compare"]
    assert models.findChild(Segmented).current() == NAMES[2]
    models.show_models(MODELS, NAMES)
    assert models.findChild(Segmented).segments()[-1].key == models.findChild(Segmented).current()


@pytest.mark.parametrize(("number", "shown"), [(0, NAMES[:1]), (1, NAMES[1:2]), (3, NAMES)])
def test_a_segment_asks_for_its_models(qtbot: QtBot, models: ModelBar, number: int, shown: tuple[str, ...]) -> None:
    with qtbot.waitSignal(models.shown_changed) as changed:
        models.choose(number)
    assert changed.args == [shown]


@pytest.mark.parametrize(("number", "shown"), [(0, NAMES[:1]), (1, NAMES[1:2]), (3, NAMES)])
def test_the_menu_of_a_compact_bar_asks_for_its_models(
    qtbot: QtBot, models: ModelBar, number: int, shown: tuple[str, ...]
) -> None:
    models.set_compact(True)
    menu = models.findChild(ChoiceMenu)
    assert not menu.isHidden()
    assert models.findChild(Segmented).isHidden()
    assert (menu.text(), [action.isChecked() for action in menu.menu().actions()]) == (
        "LSTM",
        [False, False, True, False],
    )
    with qtbot.waitSignal(models.shown_changed) as changed:
        menu.menu().actions()[number].trigger()
    assert changed.args == [shown]
    models.show_models(MODELS, shown)
    assert menu.text() == labels(models)[number]


def test_a_long_name_is_shortened_and_told_by_the_tool_tip(models: ModelBar) -> None:
    name = "a model & its name, as long as a file may have it.safetensors"
    models.show_models([replace(MODELS[0], name=one, card={"family": name}) for one in (name, "b")], (name,))
    models.set_compact(True)
    for button in (models.findChild(ChoiceMenu), models.findChild(QToolButton, "familyButton")):
        assert button.text() == "a model && it…safetensors"
        assert name in button.toolTip()


def test_showing_models_is_no_intent_and_rebuilds_only_what_changed(qtbot: QtBot, models: ModelBar) -> None:
    buttons = models.findChildren(QPushButton)
    with qtbot.assertNotEmitted(models.shown_changed):
        models.show_models(MODELS, NAMES)
        models.show_models(MODELS, NAMES[:1])
    assert models.findChildren(QPushButton) == buttons


def test_another_family_keeps_the_cell(qtbot: QtBot, models: ModelBar) -> None:
    other = [replace(m, name=f"names-{m.network.cell.name}", card={"family": "names"}) for m in MODELS]
    models.show_models([*MODELS, *other], (NAMES[1],))
    actions = models.findChild(QToolButton).menu().actions()
    assert [action.data() for action in actions] == ["sentiment", "names"]
    with qtbot.waitSignal(models.shown_changed) as changed:
        actions[1].trigger()
    assert changed.args == [("names-gru",)]


def test_models_of_one_cell_are_told_apart_by_name(models: ModelBar) -> None:
    models.show_models([MODELS[2], replace(MODELS[2], name="mine")], ("mine",))
    assert labels(models) == [NAMES[2], "mine", "Compare"]


def test_a_single_model_has_nothing_to_compare(models: ModelBar) -> None:
    models.show_models(MODELS[:1], NAMES[:1])
    assert labels(models) == ["RNN"]
    models.show_models([], ())
    assert labels(models) == []


@pytest.fixture
def transport(qtbot: QtBot) -> TransportBar:
    bar = TransportBar()
    qtbot.addWidget(bar)
    return bar


def button(bar: QWidget, name: str) -> QToolButton:
    return next(b for b in bar.findChildren(QToolButton) if b.accessibleName() == name)


def test_the_transport_tells_steps(qtbot: QtBot, transport: TransportBar) -> None:
    for name, steps in (("Previous token", [-1]), ("Next token", [1])):
        with qtbot.waitSignal(transport.stepped) as stepped:
            button(transport, name).click()
        assert stepped.args == steps
    with qtbot.waitSignal(transport.rewound):
        button(transport, "First token").click()


def test_play_becomes_pause_and_only_a_click_is_an_intent(qtbot: QtBot, transport: TransportBar) -> None:
    with qtbot.waitSignal(transport.played) as played:
        button(transport, "Play").click()
    assert played.args == [True]
    pause = button(transport, "Pause")
    with qtbot.assertNotEmitted(transport.played):
        transport.set_playing(False)
        transport.set_playing(True)
    with qtbot.waitSignal(transport.played) as played:
        pause.click()
    assert played.args == [False]


def test_twice_the_speed_is_half_the_rest(transport: TransportBar) -> None:
    before = transport.interval_ms()
    actions = button(transport, "How fast playing goes").menu().actions()
    next(a for a in actions if a.text() == "2×").trigger()
    assert transport.interval_ms() == before // 2


def test_every_button_has_a_name_and_a_tip(models: ModelBar, transport: TransportBar) -> None:
    for bar in (models, transport):
        for found in [*bar.findChildren(QToolButton), *bar.findChildren(QPushButton)]:
            assert found.accessibleName()
            assert found.toolTip()


@pytest.fixture
def status(qtbot: QtBot) -> StatusView:
    view = StatusView()
    qtbot.addWidget(view)
    view.resize(1000, 26)
    view.show()
    return view


def texts(status: StatusView) -> list[str]:
    return [label.text() for label in status.findChildren(QLabel) if label.text() and not label.isHidden()]


def test_the_status_reads_like_a_sentence(status: StatusView) -> None:
    status.show_figures(cells=["LSTM 1 × 32"], tokens=15, step_ns=612.0, frame_ms=6.2)
    status.show_kernels("kernels ready")
    assert texts(status) == ["LSTM 1 × 32", "15 tokens", "step 0.6 µs", "frame 6.2 ms", "kernels ready"]


def test_a_narrow_line_leaves_out_whole_figures_and_its_first_one_tells_them(qtbot: QtBot, status: StatusView) -> None:
    whole = ["LSTM 1 × 32", "15 tokens", "step 0.6 µs", "frame 6.2 ms", "kernels ready"]
    status.show_figures(cells=whole[:1], tokens=15, step_ns=612.0, frame_ms=6.2)
    status.show_kernels(whole[-1])
    seen = []
    for width in range(1000, 100, -50):
        status.resize(width, 26)
        QCoreApplication.processEvents()
        labels = {one.text(): one for one in status.findChildren(QLabel) if one.text() in whole and one.isVisible()}
        seen.append(len(labels))
        assert list(labels) == whole[: len(labels)]
        assert all(one.geometry().right() <= max(width, labels[whole[0]].width() + 20) for one in labels.values())
        assert labels[whole[0]].toolTip().split("\n")[2:] == whole[len(labels) :]
    assert (seen[0], seen[-1]) == (5, 1)
    status.show_held(["forget_gate=1@u3"] * 4)
    status.resize(1000, 26)
    assert texts(status) == whole


BADGES = {
    "bad": lambda status: status.show_bad(BadStep(3, "not", "forget_gate", 5)),
    "computing": lambda status: status.show_computing(True),
    "held": lambda status: status.show_held(["forget_gate=1@u3"]),
    "left out": lambda status: status.show_left_out("toy", ["unheard", "of"]),
    "unread": lambda status: status.show_left_out("toy", [], unread=1200),
}


@pytest.mark.parametrize("badge", BADGES)
def test_figures_make_room_for_a_badge_that_comes_up(status: StatusView, badge: str) -> None:
    status.show_figures(cells=["LSTM 1 × 32"], tokens=15, step_ns=612.0, frame_ms=6.2)
    status.show_kernels("kernels ready")
    narrow = 900
    while len(texts(status)) == 5:
        narrow -= 10
        status.resize(narrow, 26)
        QCoreApplication.processEvents()
    narrow += 10
    status.resize(narrow, 26)
    QCoreApplication.processEvents()
    assert len(texts(status)) == 5
    BADGES[badge](status)
    QCoreApplication.processEvents()
    shown = [one for one in status.findChildren(QWidget) if one.isVisible()]
    assert "kernels ready" not in texts(status)
    assert status.width() == narrow
    assert all(one.geometry().right() <= narrow for one in shown)


def test_every_badge_beside_the_mark_of_computing_is_in_the_line(status: StatusView) -> None:
    status.show_figures(cells=["LSTM 1 × 32"], tokens=15, step_ns=612.0, frame_ms=6.2)
    status.show_kernels("kernels ready")
    status.show_bad(BadStep(3, "not", "forget_gate", 5))
    status.show_left_out("toy", ["unheard", "of"])
    status.show_held(["forget_gate=1@u3"])
    status.show_computing(True)
    for width in range(1200, 500, -20):
        status.resize(width, 26)
        QCoreApplication.processEvents()
        shown = [one for one in status.findChildren(QWidget) if one.isVisible()]
        assert max(one.geometry().right() for one in shown) <= width
    status.show_computing(False)
    status.resize(1200, 26)
    assert len(texts(status)) > 5


def test_many_models_are_counted_and_named_in_the_tool_tip(status: StatusView) -> None:
    cells = ["RNN 1 × 32", "GRU 1 × 32", "LSTM 1 × 32", "LSTM 3 × 3"]
    status.show_figures(cells=cells, tokens=15, step_ns=None, frame_ms=None)
    assert texts(status)[0] == "4 models"
    tips = {label.accessibleName(): label.toolTip() for label in status.findChildren(QLabel)}
    assert " · ".join(cells) in tips["Cells"]
    status.show_figures(cells=cells[:3], tokens=15, step_ns=None, frame_ms=None)
    assert texts(status)[0] == " · ".join(cells[:3])


def test_what_was_not_measured_is_a_dash(status: StatusView) -> None:
    status.show_figures(cells=["RNN 1 × 32"], tokens=1, step_ns=612.0, frame_ms=None)
    status.show_figures(cells=["RNN 1 × 32"], tokens=12_345, step_ns=None, frame_ms=6.2)
    assert texts(status) == ["RNN 1 × 32", "12\u202f345 tokens", "step –", "frame 6.2 ms"]


def test_the_figures_say_what_they_are(status: StatusView) -> None:
    tips = {label.accessibleName(): label.toolTip() for label in status.findChildren(QLabel)}
    assert "hundreds of tokens" in tips["Step"]
    assert "when the compiled kernels are ready" in tips["Step"]
    assert "first picture" in tips["Frame"]


def test_a_message_goes_by_itself(qtbot: QtBot, status: StatusView) -> None:
    line = status.findChild(MessageLine)
    status._message_time.setInterval(20)
    status.show_message("Copied traces as an image")
    assert line.text() == "Copied traces as an image"
    qtbot.waitUntil(lambda: line.text() == "")


def test_the_badge_names_the_first_bad_step_and_goes(status: StatusView) -> None:
    status.show_bad(BadStep(3, "<b>not", "cell_state", 7))
    badge = status.findChild(ElidedLabel, "badBadge")
    assert badge.whole() == "✕ not finite first at token 4 “<b>not”, cell state, unit 7"
    assert badge.textFormat() == Qt.TextFormat.PlainText
    status.show_bad(BadStep(0, "a", "preactivation.forget_gate", 0))
    assert "forget gate before its nonlinearity" in badge.whole()
    status.show_bad(None)
    assert badge.isHidden()


def test_a_message_never_widens_the_window(status: StatusView) -> None:
    width = status.minimumSizeHint().width()
    status.show_message("<b>word</b> " * 500)
    assert status.minimumSizeHint().width() == width
    status.grab()


@pytest.mark.parametrize(
    ("ns", "text"), [(0.0, "0 µs"), (612, "0.6 µs"), (12_400, "12 µs"), (6.2e6, "6.2 ms"), (2.5e9, "2.5 s")]
)
def test_durations(ns: float, text: str) -> None:
    assert duration(ns) == text


@pytest.fixture
def search(qtbot: QtBot) -> Iterator[CommandSearch]:
    window = QWidget()
    qtbot.addWidget(window)
    field = CommandSearch(window)
    other = QPushButton("other", window)
    column = QVBoxLayout(window)
    column.addWidget(other)
    column.addWidget(field)
    actions = [QAction(text, window) for text in ("&Open…", "Copy && paste", "&Reset all weights", "Export")]
    entries = [Entry(action.text().replace("&&", "+").replace("&", "").rstrip("…"), action) for action in actions]
    others = [Entry("Unit 3", QAction("Unit 3", window)), Entry("Reset gate", QAction("Reset gate", window))]
    field.set_sources((Source("Commands", lambda _query: entries), Source("Others", lambda _query: others, 1)))
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    other.setFocus()
    field.setFocus()
    yield field
    window.close()


def test_an_empty_search_offers_everything_in_its_order(search: CommandSearch) -> None:
    texts = [action.text() for action in search.found()]
    # Of the others, one is listed at a time.
    assert texts == ["&Open…", "Copy && paste", "&Reset all weights", "Export", "Unit 3"]
    assert search._list.isVisible()


def test_the_group_with_the_best_entry_comes_first_under_its_heading(qtbot: QtBot, search: CommandSearch) -> None:
    qtbot.keyClicks(search, "gate")
    rows = search._list.model()
    listed = [rows.index(row, 0).data() for row in range(rows.rowCount())]
    assert listed == ["Others", "Reset gate"]
    search.clear()
    qtbot.keyClicks(search, "reset")
    assert [action.text() for action in search.found()] == ["&Reset all weights", "Reset gate"]


def test_letters_find_a_command_and_enter_runs_it(qtbot: QtBot, search: CommandSearch) -> None:
    qtbot.keyClicks(search, "raw")
    assert [action.text() for action in search.found()] == ["&Reset all weights"]
    with qtbot.waitSignal(search.found()[0].triggered):
        qtbot.keyClick(search, Qt.Key.Key_Return)
    assert search.text() == ""
    assert not search._list.isVisible()


def test_the_arrows_choose(qtbot: QtBot, search: CommandSearch) -> None:
    # Headings are passed over, and the ends are the ends.
    for key, wanted in ((Qt.Key.Key_Down, 1), (Qt.Key.Key_PageDown, 4), (Qt.Key.Key_PageUp, 0)):
        qtbot.keyClick(search, key)
        assert search._list.current_action() is search.found()[wanted]
    qtbot.keyClick(search, Qt.Key.Key_Down)
    with qtbot.waitSignal(search.found()[1].triggered):
        qtbot.keyClick(search, Qt.Key.Key_Return)


def test_a_disabled_command_does_not_run(qtbot: QtBot, search: CommandSearch) -> None:
    action = search.found()[0]
    action.setEnabled(False)
    qtbot.keyClicks(search, "open")
    with qtbot.assertNotEmitted(action.triggered):
        qtbot.keyClick(search, Qt.Key.Key_Return)


def test_a_search_that_finds_nothing_says_so_and_escape_closes_the_list(qtbot: QtBot, search: CommandSearch) -> None:
    qtbot.keyClicks(search, "qqq")
    assert search.found() == []
    assert [search._list.model().index(row, 0).data() for row in range(search._list.model().rowCount())] == [
        "Nothing here is called “qqq”."
    ]
    assert search._list.isVisible()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(search, key)
    assert search.text() == "qqq"
    qtbot.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert not search._list.isVisible()
    assert not search.hasFocus()


def test_fuzzy_scores() -> None:
    assert score("xyz", "Export") is None
    assert score("tpo", "Export") is None
    assert score("", "Export") == 0
    assert 0 < (score("dark theme", "Theme: dark") or 0) < (score("theme dark", "Theme: dark") or 0)
    assert score("dark theme", "Theme: light") is None
    better = [
        ("theme dark", "Theme: dark", "Dark theme"),
        ("exp", "Export plot", "Next episode"),
        ("ra", "Reset all", "Forward"),
        ("EX P", "Export", "A fox pit"),
    ]
    for query, first, second in better:
        assert (score(query, first) or 0) > (score(query, second) or 0)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_icon_has_ink_in_the_colour_of_the_theme(qtbot: QtBot, theme: Theme) -> None:
    names = sorted(path.stem for path in resource("icons").glob("*.svg"))
    assert {"rewind", "back", "forward", "play", "pause", "undo", "redo", "export"} <= set(names)
    for name in names:
        image = icon(name, theme).pixmap(32, 32).toImage()
        inks = {
            image.pixelColor(x, y).name() for x in range(32) for y in range(32) if image.pixelColor(x, y).alpha() == 255
        }
        assert inks, name
        # A style sheet's pictures and the application's own have colours of their own.
        if "currentColor" in resource("icons", f"{name}.svg").read_text(encoding="utf-8"):
            assert theme.text.lower() in inks, name
    assert not application_icon().isNull()


def test_a_narrow_search_field_invites_without_half_a_shortcut(qtbot: QtBot) -> None:
    search = CommandSearch()
    qtbot.addWidget(search)
    search.show()
    invited = []
    for width in (230, 164, 90):
        search.setFixedWidth(width)
        invited.append(search.placeholderText())
        assert search.fontMetrics().horizontalAdvance(invited[-1]) < width
    assert invited[0].endswith("Ctrl+Shift+P")
    assert invited[1:] == ["Search commands", "Search"]
