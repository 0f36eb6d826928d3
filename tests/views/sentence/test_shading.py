"""A chip's number, colour, tooltip and caption are one quantity, whichever was picked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QSpinBox, QWidget
from pytestqt.qtbot import QtBot

from gatescope.plots.colours import indices, table
from gatescope.plots.numbers import number
from gatescope.plots.theme import DARK, LIGHT, Theme
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.document.shading import Shading
from gatescope.session.run.snapshot import Run
from gatescope.views.sentence.sentence_view import SentenceView
from tests.views.helpers_controls import SENTENCE, make_language_model, make_model, make_snapshot
from tests.views.sentence.chip_pixels import ground

MODELS = tuple(make_model(cell) for cell in ("rnn", "gru", "lstm"))
SINGLE, COMPARE = make_snapshot(SENTENCE, MODELS[2]), make_snapshot(SENTENCE, *MODELS)
PART = MODELS[2].network.parts[0]
UNITS = (UnitRef("sentiment-lstm", PART, 5), UnitRef("sentiment-gru", PART, 2))
Wanted = Callable[[Run], np.ndarray]


def readout(run: Run) -> np.ndarray:
    return run.readouts["sentiment"][:, 0]


def reduced(signal: str, how: Callable[[np.ndarray], np.ndarray]) -> Wanted:
    return lambda run: how(run.trace[f"{PART}.{signal}"])


def mean(recorded: np.ndarray) -> np.ndarray:
    return recorded.mean(axis=1)


CASES: dict[str, tuple[Shading, Wanted, Wanted, str, str]] = {
    "read-out": (Shading(), readout, readout, "read-out", "P(positive)"),
    "read-out of a model": (Shading("readout", "sentiment-gru"), readout, readout, "read-out", "P(positive)"),
    "chosen unit of one cell": (
        Shading("forget_gate"), *2 * (reduced("forget_gate", lambda r: r[:, 5]),), "forget gate, unit 5",
        "forget gate, unit 5",
    ),
    "chosen unit of a model": (
        Shading("hidden_state", "sentiment-lstm"), *2 * (reduced("hidden_state", lambda r: r[:, 5]),),
        "hidden state, unit 5", "hidden state, unit 5",
    ),
    "chosen unit, or every mean": (
        Shading("hidden_state"), reduced("hidden_state", lambda r: r[:, 5]), reduced("hidden_state", mean),
        "hidden state, ", "hidden state, ",
    ),
    "mean": (
        Shading("candidate", units="mean"), *2 * (reduced("candidate", mean),), "candidate, mean",
        "candidate, mean of 8 units",
    ),
    "norm": (
        Shading("hidden_state", units="norm"), *2 * (reduced("hidden_state", lambda r: np.linalg.norm(r, axis=1)),),
        "hidden state, norm", "hidden state, norm of 8 units",
    ),
    "a unit": (
        Shading("hidden_state", units=3), *2 * (reduced("hidden_state", lambda r: r[:, 3]),), "hidden state, unit 3",
        "hidden state, unit 3",
    ),
}  # fmt: skip


@pytest.fixture
def view(qtbot: QtBot) -> SentenceView:
    view = SentenceView()
    qtbot.addWidget(view)
    view.resize(1300, 130)
    with qtbot.waitExposed(view):
        view.show()
    return view


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("snapshot", [SINGLE, COMPARE], ids=["one", "compare"])
@pytest.mark.parametrize("case", CASES)
def test_number_colour_tooltip_and_caption_are_one_quantity(view: SentenceView, case, snapshot, theme: Theme) -> None:
    shading, alone, compared, short, name = CASES[case]
    view.set_theme(theme)
    view.show_snapshot(snapshot, Focus(model="sentiment-lstm", token=1, shading=shading, units=UNITS))
    strip, image = view._chips, view._chips.grab().toImage()
    bands, looks = strip.bands, strip._looks
    having = [run for run in snapshot.runs if shading.quantity in ("readout", *run.network.cell.signals)]
    wanted = [run for run in having if run.model == shading.model] or having
    assert [band.run for band in bands] == wanted
    assert view._picker.text().startswith(f"shaded by: {short}")
    assert name in view._picker.toolTip()
    assert ("bands" in view._picker.text()) == (len(wanted) > 1)
    for at, (band, run) in enumerate(zip(bands, wanted, strict=True)):
        values = (alone if len(wanted) == 1 else compared)(run)
        shades = table(band.colours, theme)[indices(values, band.low, band.high)]
        for token, left, width in strip.visible_chips():
            value = float(values[token])
            assert looks[token].rows[at].text == number(value if abs(value) >= 0.005 else 0.0)
            assert ground(image, left, width, at, len(wanted) > 1) == QColor(*shades[token, :3].tolist())
            about = strip._data.text(token).plain
            assert f"{band.name(token)} {number(value)}" in about
            assert name in about
            cell = run.network.cell.name.upper()
            assert (cell in about) == (len(snapshot.runs) > 1)
    models = ("RNN", "GRU", "LSTM") if len(snapshot.runs) > 1 else ()
    said = {model for model in models if model in view._picker.toolTip()}
    assert said == {run.network.cell.name.upper() for run in wanted if models}


def test_the_same_numbers_have_the_same_colours_in_every_band(view: SentenceView) -> None:
    view.show_snapshot(COMPARE, Focus(model="sentiment-lstm", shading=Shading("hidden_state", units="norm")))
    assert len({(band.low, band.high, band.colours) for band in view._chips.bands}) == 1


@pytest.mark.parametrize("snapshot", [SINGLE, COMPARE], ids=["one", "compare"])
def test_the_menu_offers_every_quantity_and_marks_what_is_shown(view: SentenceView, snapshot) -> None:
    picked: list[Shading] = []
    view.shading_chosen.connect(picked.append)
    focus = Focus(model="sentiment-lstm", shading=Shading("hidden_state"), units=UNITS)
    view.show_snapshot(snapshot, focus)
    menu = view._picker.menu()
    menu.aboutToShow.emit()
    actions = {action.text(): action for action in menu.actions() if action.text()}
    for words in ("Read-out", "Forget gate", "Cell state", "Hidden state", "Mean of all units", "Chosen unit, 5"):
        assert words in actions
    models = {"3 models, a band each", "RNN", "GRU", "LSTM"}
    assert models & set(actions) == (models if len(snapshot.runs) > 1 else set())
    assert {words for words, action in actions.items() if action.isChecked()} == {
        "Hidden state", "Chosen unit, 5", *(["3 models, a band each"] if len(snapshot.runs) > 1 else []),
    }  # fmt: skip
    for words, action in actions.items():
        if action.isCheckable():
            picked.clear()
            action.trigger()
            view.show_snapshot(snapshot, Focus(model="sentiment-lstm", shading=picked[0], units=UNITS))
            said = view._picker.text()
            wanted = words.lower().split(" of ")[0] if words not in models else "hidden state"
            assert wanted.replace("chosen unit, 5", "hidden state") in said
    menu.aboutToShow.emit()
    field = menu.findChild(QSpinBox)
    assert isinstance(field, QWidget)
    field.setValue(7)
    assert picked[-1].units == 7


def test_without_chips_the_picker_waits(view: SentenceView) -> None:
    assert not view._picker.isEnabled()
    view.show_snapshot(SINGLE, Focus())
    assert view._picker.isEnabled()


LETTERS = "the sweet o the year. so it came"
GRU, LSTM = make_language_model("gru"), make_language_model("lstm", seed=4)
ONE, BOTH = make_snapshot(LETTERS, GRU), make_snapshot(LETTERS, GRU, LSTM)


def expected(run: Run) -> np.ndarray:
    """−log p of every letter but the first."""
    given = run.readouts["decoder"]
    return np.array([-np.log(given[t, run.tokens.ids[t + 1]]) for t in range(len(run.tokens) - 1)])


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("snapshot", [ONE, BOTH], ids=["one", "compare"])
def test_surprise_is_one_quantity_too(view: SentenceView, snapshot, theme: Theme) -> None:
    view.set_theme(theme)
    view.show_snapshot(snapshot, Focus(model="letters-gru", token=1, shading=Shading("surprise")))
    strip, image, several = view._chips, view._chips.grab().toImage(), len(snapshot.runs) > 1
    assert view._picker.text() == ("shaded by: surprise, 2 bands" if several else "shaded by: surprise")
    assert "surprise, −log p of what came in nats" in view._picker.toolTip()
    assert "0 to 6 nats" in view._picker.toolTip() or several
    assert view._scale.toolTip().endswith("nats") or several
    for at, run in enumerate(snapshot.runs):
        values = expected(run)
        shades = table(f"cell:{run.network.cell.name}", theme)[indices(values, 0.0, 6.0)]
        for token, left, width in (chip for chip in strip.visible_chips() if chip[1] + chip[2] < strip.width()):
            text, about = strip._looks[token].rows[at].text, strip._data.text(token).plain
            colour = ground(image, left, width, at, several)
            if token == 0:
                assert (text, colour) == ("–", QColor(theme.surface))
                assert "surprise –" in about
                assert "Nothing came before" in about
            else:
                assert text == band_number(values[token - 1])
                assert f"surprise {number(values[token - 1], 1)} nats" in about
                assert colour == QColor(*shades[token - 1, :3].tolist())


def band_number(value: float) -> str:
    return number(value if value >= 0.05 else 0.0, 1)


@pytest.mark.parametrize("snapshot", [ONE, BOTH], ids=["one", "compare"])
def test_below_each_chip_stands_what_the_model_expects_next(view: SentenceView, snapshot) -> None:
    view.show_snapshot(snapshot, Focus(model="letters-gru", token=1))
    run, strip = snapshot.runs[0], view._chips
    given, ids = run.readouts["decoder"], run.tokens.ids
    assert any(look.below.bold for look in strip._looks) or snapshot is BOTH
    for token, look in enumerate(strip._looks):
        best = int(given[token].argmax())
        label = run.network.readouts[0].labels[best].replace(" ", "␣")
        assert (look.below.word, look.below.number) == (label, number(float(given[token, best])))
        came = token + 1 < len(ids) and ids[token + 1] == best
        assert look.below.bold == came
        about = strip._data.text(token).plain
        assert f"expects “{label}” next {number(float(given[token, best]))}" in about
        assert ("It came" in about) == came
    assert not make_room(view, SINGLE)


def make_room(view: SentenceView, snapshot) -> bool:
    """Whether the strip is higher than one of a model without a language."""
    high = view._chips.height()
    view.show_snapshot(snapshot, Focus())
    return view._chips.height() == high


def test_a_letter_that_the_model_ruled_out_has_the_colour_of_the_end(view: SentenceView) -> None:
    run = ONE.runs[0]
    given = run.readouts["decoder"].copy()
    given[2, run.tokens.ids[3]] = 0.0
    ruled_out = replace(ONE, runs=(replace(run, readouts={"decoder": given}),))
    view.show_snapshot(ruled_out, Focus(shading=Shading("surprise")))
    assert view._chips._looks[3].rows[0].text == "∞"
    assert QColor(view._chips._looks[3].shape.ground) == QColor(LIGHT.cell_hue("gru"))
