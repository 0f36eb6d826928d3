"""A session whose runs are being analysed: keys cancel, and typing costs no step more than without."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Hashable
from typing import ClassVar

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from gatescope.analysis.experiment.experiment import Experiment
from gatescope.analysis.fixed_points.constant import Constant
from gatescope.engine import buffers
from gatescope.engine.interventions import NONE, Ablate, Interventions
from gatescope.session.analyses.catalogue import ANALYSES
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.document.document import FIRST_PART
from gatescope.session.session import Session
from gatescope.session.space.fit import Fit
from tests.session.analyses.toys import PATIENCE_S, Toy, catalogue
from tests.session.helpers import random_network, settled, word_model

pytestmark = pytest.mark.slow

Open = Callable[..., Session]
ABOUT: dict[str, dict[str, Hashable]] = {
    "fixed points": {"constant": Constant(), "part": FIRST_PART},
    "connectivity": {"target": None},
    "family flow": {"target": None, "part": FIRST_PART, "members": (), "experiment": Experiment(gain=1.2)},
    "long family flow": {"target": None, "part": FIRST_PART, "members": (), "experiment": Experiment()},
    "itemised": {"target": None, "part": FIRST_PART, "token": None},
    "sweep": {"target": None, "part": FIRST_PART},
    "long sweep": {"target": None, "part": FIRST_PART},
    "gradient flow": {"target": None, "part": FIRST_PART},
    "over checkpoints": {
        "networks": (random_network(seed=1), random_network(seed=2)),
        "part": FIRST_PART,
        "interventions": NONE,
    },
    "other texts": {"texts": ((0, 1),)},
    "memory ledger": {"part": FIRST_PART, "unit": None},
    "moving average": {"part": FIRST_PART, "unit": 0},
    "pre-activations": {"part": FIRST_PART},
    "time scales": {"part": FIRST_PART},
    "unit overview": {"part": FIRST_PART, "state": "hidden_state"},
    "unit standing": {"part": FIRST_PART},
    "state space": {
        "part": FIRST_PART,
        "state": "hidden_state",
        "fit": Fit("text", ()),
        "token": 2,
        "others": (),
        "start": None,
    },
    "effects of interventions": {"interventions": Interventions((Ablate((1,)),))},
    "states of a text": {"part": FIRST_PART, "text": "not bad"},
    "weight that matters": {"parameter": "embedding", "token": 2},
}
"""What the analyses of the catalogue are asked about, by their names."""


class Lease(buffers._Lease):
    """A lease of rows that a test can count."""

    made: ClassVar[list[weakref.ref[Lease]]] = []

    def __init__(self) -> None:
        self.made.append(weakref.ref(self))


def serve(session: Session) -> Toy:
    """The only analysis of this session from now on."""
    toy = Toy()
    session.analyses._catalogue = catalogue(toy=toy)
    return toy


def begin(session: Session, toy: Toy, *names: str) -> None:
    toy.begun.clear()
    runs = tuple(session.snapshot.run(name) for name in names)
    session.analyses.ask("view", Question.of("toy", runs, token=len(toy.calls)))
    session.analyses.start_waiting()
    assert toy.begun.wait(PATIENCE_S)


def test_typing_while_a_run_is_held_steps_from_the_first_changed_token(qtbot: QtBot, open_session: Open) -> None:
    session = open_session(text="the film was not good " * 20)
    run = settled(qtbot, session).runs[0]
    before = np.array(run.trace["hidden_state"])
    text = session.document.text
    start = text.index("not", 200)
    token = text[:start].count(" ")
    for word in ("bad ", "good ", "a ", "b "):
        for edited in (text[:start] + word + text[start:], text):
            session.edit_text(edited, start + 1)
            (run,) = settled(qtbot, session).runs
            assert run.recomputed >= token
    np.testing.assert_array_equal(run.trace["hidden_state"], before)


def test_a_key_cancels_before_it_is_answered(qtbot: QtBot, open_session: Open) -> None:
    session = open_session(text="the film")
    toy = serve(session)
    settled(qtbot, session)
    begin(session, toy, "words")
    answers: list[object] = []
    session.analyses.answered.connect(lambda *answer: answers.append(answer))
    session.edit_text("the film was", 12)
    qtbot.waitUntil(lambda: toy.ended == ["Cancelled"])
    toy.gate.set()
    settled(qtbot, session)
    qtbot.wait(20)
    assert answers == []


def test_only_a_change_of_its_runs_cancels_a_question(qtbot: QtBot, open_session: Open) -> None:
    session = open_session(word_model("one"), word_model("two"), text="the film was")
    session.show(["one", "two"])
    toy = serve(session)
    settled(qtbot, session)
    begin(session, toy, "one")
    bias = session.document.networks["two"].array("layer0.forward.b_x.forget_gate")
    session.set_parameters("two", {"layer0.forward.b_x.forget_gate": bias + 1}, label="two")
    session.intervene("two", Interventions((Ablate((1,)),)), label="hold")
    session.move_caret(3)
    session.set_token(1)
    settled(qtbot, session)
    assert toy.ended == []
    session.set_parameters("one", {"layer0.forward.b_x.forget_gate": bias + 2}, label="one")
    qtbot.waitUntil(lambda: toy.ended == ["Cancelled"])
    settled(qtbot, session)
    begin(session, toy, "two", "one")
    session.intervene("one", Interventions((Ablate((1,)),)), label="hold")
    qtbot.waitUntil(lambda: toy.ended == ["Cancelled"] * 2)
    settled(qtbot, session)
    begin(session, toy, "two")
    session.show(["one"])
    qtbot.waitUntil(lambda: toy.ended == ["Cancelled"] * 3)


@pytest.mark.parametrize("name", ANALYSES)
def test_an_answer_holds_neither_its_run_nor_its_buffers(
    qtbot: QtBot, open_session: Open, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(buffers, "_Lease", Lease)
    Lease.made.clear()
    session = open_session(text="the film was not good")
    settled(qtbot, session)
    answers: list[Answer] = []
    session.analyses.answered.connect(lambda asker, question, answer: answers.append(answer))
    (run,) = session.snapshot.runs
    named = {"base": run.network, "model": session.document.models[run.model]}
    about = ABOUT[name] | {key: value for key, value in named.items() if key in ANALYSES[name].about}
    session.analyses.ask("view", Question.of(name, session.snapshot.runs, **about))
    # Some of them answer in a process, which has to start.
    qtbot.waitUntil(lambda: bool(answers), timeout=30_000)
    assert answers[0].failures == ("",)
    run = weakref.ref(session.snapshot.runs[0])
    assert [lease() is not None for lease in Lease.made] == [True]
    session.edit_text("the film was", 12)
    settled(qtbot, session)
    gc.collect()
    assert run() is None
    assert [lease() is not None for lease in Lease.made] == [False, True]
