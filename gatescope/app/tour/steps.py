"""The five steps: what is said, which control it is about, and when a person has done it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from gatescope.app.window.main_window import MainWindow
from gatescope.session.document.document import Document, Focus
from gatescope.views.weights.weights_view import WeightsView
from gatescope.words import mark


@dataclass(frozen=True)
class Seen:
    """What the window shows, at the beginning of a step or now.

    Attributes:
        looked: whether the label of a value in the maps has been seen.
    """

    document: Document
    focus: Focus
    looked: bool = False


@dataclass(frozen=True)
class TourStep:
    """One step.

    Attributes:
        title: what to do, in two or three words; says: how, and what comes of it, in one sentence.
        control: the widget that it is about; None where the window has none now.
        done: whether the person has done it, from what was seen at its beginning and now.
        dock: the name of the dock that has to be in sight; empty for none.
        of_words: whether it is about the words of one text.
        patience_ms: milliseconds without anything more of it after which the next step comes.
    """

    title: str
    says: str
    control: Callable[[MainWindow], QWidget | None]
    done: Callable[[Seen, Seen], bool]
    dock: str = ""
    of_words: bool = False
    patience_ms: int = 1500


def _bias(window: MainWindow) -> QWidget | None:
    view = window.views.get("weights")
    return view.bias if isinstance(view, WeightsView) else None


def _typed(before: Seen, now: Seen) -> bool:
    return now.document.text != before.document.text or now.document.fed != before.document.fed


def _chose_a_word(before: Seen, now: Seen) -> bool:
    same_text = now.document.text == before.document.text
    return same_text and now.focus.token != before.focus.token


def _moved_a_weight(before: Seen, now: Seen) -> bool:
    return any(
        now.document.networks[name] is not network
        for name, network in before.document.networks.items()
        if name in now.document.networks
    )


def _compared_or_held(before: Seen, now: Seen) -> bool:
    compares = len(now.document.shown) > 1 and now.document.shown != before.document.shown
    return compares or now.document.interventions != before.document.interventions


STEPS = (
    TourStep(
        mark("Type a sentence"),
        mark("Write over the sentence, or choose one from Examples: words, maps and read-out follow every key."),
        lambda window: window.sentence.input,
        _typed,
        patience_ms=1800,
    ),
    TourStep(
        mark("Choose a word"),
        mark("Click a word, or move through them with ←\u00a0and\u00a0→: all pictures look at the same one."),
        lambda window: window.sentence.words,
        _chose_a_word,
        of_words=True,
        patience_ms=1200,
    ),
    TourStep(
        mark("Look at a gate"),
        mark("Rest the mouse on a map, or press F3: a label says the value there, its equation and its other names."),
        lambda window: window.heatmaps,
        lambda _before, now: now.looked,
        patience_ms=2500,
    ),
    TourStep(
        mark("Move a weight"),
        mark("Drag this slider: the gate opens or shuts for all words at once, and Ctrl+Z takes it back."),
        _bias,
        _moved_a_weight,
        dock="weights",
    ),
    TourStep(
        mark("Compare the three cells"),
        mark(
            "Press Compare (Alt+4), or right-click a map to hold a gate: what would the other cells say, and what if?"
        ),
        lambda window: window.model_bar,
        _compared_or_held,
    ),
)
END_TITLE = mark("That was the tour")
END = mark(
    "F1 shows every key, Shift+F1 explains every symbol, and the words at the upper right arrange the window for other "
    "questions; Help\u00a0>\u00a0Tour begins again."
)
