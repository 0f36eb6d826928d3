"""Questions and answers: what is answered, with what, when, and what is let go of afterwards."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from gatescope.engine.network import Network
from gatescope.errors import ModelError
from gatescope.session.analyses.catalogue import Analysis
from gatescope.session.analyses.question import Answer, Question
from gatescope.session.analyses.runner import Analyses
from gatescope.session.run.snapshot import Run
from tests.plots.builders import run
from tests.session.analyses.toys import PATIENCE_S, Toy, catalogue

Asker = Callable[..., Analyses]


class Heard:
    """Everything that was answered, and on which threads."""

    def __init__(self, analyses: Analyses) -> None:
        self.answers: list[tuple[str, Question, Answer]] = []
        self.shares: list[tuple[str, float]] = []
        self.threads: set[int] = set()
        analyses.answered.connect(self._hear)
        analyses.progressed.connect(lambda asker, question, share: self.shares.append((asker, share)))

    def _hear(self, asker: str, question: Question, answer: Answer) -> None:
        self.answers.append((asker, question, answer))
        self.threads.add(threading.get_ident())


@pytest.fixture
def serve(qtbot: QtBot) -> Iterator[Asker]:
    """Opens runners on these functions and closes them after the test."""
    opened: list[tuple[QObject, Analyses]] = []

    def serve_one(**functions: Callable[..., object]) -> Analyses:
        owner = QObject()
        opened.append((owner, Analyses(owner, catalogue(**functions))))
        return opened[-1][1]

    yield serve_one
    for _, analyses in opened:
        analyses.close()


def asked(analyses: Analyses, asker: str, name: str, *runs: Run, token: int = 0) -> Question:
    question = Question.of(name, runs, token=token)
    analyses.ask(asker, question)
    analyses.start_waiting()
    return question


def test_every_run_has_its_result_on_the_gui_thread(qtbot: QtBot, serve: Asker) -> None:
    toy = Toy(open_gate=True)
    analyses = serve(toy=toy)
    heard = Heard(analyses)
    question = asked(analyses, "view", "toy", run(cell="gru"), run(cell="lstm"), token=3)
    qtbot.waitUntil(lambda: bool(heard.answers))
    ((asker, told, answer),) = heard.answers
    assert (asker, told) == ("view", question)
    assert (answer.results, answer.failures, answer.failure) == (("gru 3", "lstm 3"), ("", ""), "")
    assert heard.threads == {threading.get_ident()}


def test_a_failure_of_one_run_leaves_the_others(qtbot: QtBot, serve: Asker, caplog: pytest.LogCaptureFixture) -> None:
    def fail(network: Network, trace: object, *, report: object, token: int) -> str:
        if network.cell.name == "gru":
            raise ModelError("the GRU holds NaN")
        if token:
            raise ZeroDivisionError("of ours")
        return "well"

    analyses = serve(fail=fail)
    heard = Heard(analyses)
    asked(analyses, "a", "fail", run(cell="gru"), run(cell="lstm"))
    asked(analyses, "b", "fail", run(cell="gru"))
    asked(analyses, "c", "fail", run(cell="lstm"), token=1)
    qtbot.waitUntil(lambda: len(heard.answers) == 3)
    one, two, ours = (answer for _, _, answer in heard.answers)
    assert (one.results, one.failures, one.failure) == ((None, "well"), ("the GRU holds NaN", ""), "")
    assert two.failure == "the GRU holds NaN"
    assert ours.failure == "Doing fail failed (ZeroDivisionError: of ours)."
    assert "Traceback" in caplog.text


def test_the_newest_question_of_an_asker_wins(qtbot: QtBot, serve: Asker) -> None:
    slow, quick = Toy(), Toy(open_gate=True)
    analyses = serve(slow=slow, quick=quick)
    heard = Heard(analyses)
    old = run()
    asked(analyses, "view", "slow", old, token=1)
    assert slow.begun.wait(PATIENCE_S)
    asked(analyses, "view", "quick", old, token=2)
    newest = asked(analyses, "view", "quick", old, token=3)
    qtbot.waitUntil(lambda: bool(heard.answers))
    qtbot.wait(20)
    assert [question for _, question, _ in heard.answers] == [newest]
    assert slow.ended == ["Cancelled"]


def test_another_asker_waits_for_its_turn(qtbot: QtBot, serve: Asker) -> None:
    slow, quick = Toy(), Toy(open_gate=True)
    analyses = serve(slow=slow, quick=quick)
    heard = Heard(analyses)
    asked(analyses, "a", "slow", run())
    asked(analyses, "b", "quick", run())
    assert slow.begun.wait(PATIENCE_S)
    qtbot.waitUntil(lambda: ("a", 0.5) in heard.shares)
    assert quick.calls == []
    slow.gate.set()
    qtbot.waitUntil(lambda: len(heard.answers) == 2)
    assert [asker for asker, _, _ in heard.answers] == ["a", "b"]


def test_the_same_question_is_answered_once(qtbot: QtBot, serve: Asker) -> None:
    toy = Toy()
    analyses = serve(toy=toy)
    heard = Heard(analyses)
    same = run()
    for _ in range(3):
        asked(analyses, "view", "toy", same)
    toy.gate.set()
    qtbot.waitUntil(lambda: bool(heard.answers))
    qtbot.wait(20)
    assert (len(heard.answers), toy.calls) == (1, [0])


def test_nothing_starts_before_the_snapshot_is_painted(qtbot: QtBot, serve: Asker) -> None:
    toy = Toy(open_gate=True)
    analyses = serve(toy=toy)
    heard = Heard(analyses)
    analyses.ask("view", Question.of("toy", (run(),), token=0))
    assert analyses._lanes["thread"]._thread is None
    # A window that is not painted at all gets its answer a little later.
    qtbot.waitUntil(lambda: bool(heard.answers))


def test_a_withdrawn_question_is_not_answered(qtbot: QtBot, serve: Asker) -> None:
    toy = Toy()
    analyses = serve(toy=toy)
    heard = Heard(analyses)
    asked(analyses, "view", "toy", run())
    assert toy.begun.wait(PATIENCE_S)
    analyses.ask("view", None)
    analyses.ask("nobody", None)
    qtbot.waitUntil(lambda: toy.ended == ["Cancelled"])
    analyses.ask("view", Question.of("toy", (run(),), token=1))
    analyses.ask("view", None)
    analyses.start_waiting()
    qtbot.wait(20)
    assert (heard.answers, toy.calls) == ([], [0])


def test_an_answer_that_comes_after_the_next_question_is_dropped(qtbot: QtBot, serve: Asker) -> None:
    toy, other = Toy(), Toy(open_gate=True)
    analyses = serve(toy=toy, other=other)
    heard = Heard(analyses)
    asked(analyses, "view", "toy", run())
    assert toy.begun.wait(PATIENCE_S)
    toy.gate.set()
    while not toy.ended:
        pass
    newest = asked(analyses, "view", "other", run())
    qtbot.waitUntil(lambda: bool(heard.answers))
    qtbot.wait(20)
    assert [question for _, question, _ in heard.answers] == [newest]


def test_runs_that_are_superseded_cancel_their_questions(qtbot: QtBot, serve: Asker) -> None:
    toy = Toy()
    analyses = serve(toy=toy)
    heard = Heard(analyses)
    asked(analyses, "a", "toy", run(model="one"), run(model="two"))
    asked(analyses, "b", "toy", run(model="two"))
    analyses.ask("c", Question.of("toy", (run(model="one"),), token=0))
    assert toy.begun.wait(PATIENCE_S)
    analyses.cancel_runs({"one"})
    toy.gate.set()
    qtbot.waitUntil(lambda: bool(heard.answers))
    analyses.start_waiting()
    qtbot.wait(20)
    assert [asker for asker, _, _ in heard.answers] == ["b"]


def test_results_are_kept_as_long_as_their_run(qtbot: QtBot, serve: Asker) -> None:
    toy = Toy(open_gate=True)
    analyses = serve(toy=toy)
    heard = Heard(analyses)
    one, two = run(model="one"), run(model="two")
    asked(analyses, "view", "toy", one, token=1)
    qtbot.waitUntil(lambda: len(heard.answers) == 1)
    asked(analyses, "view", "toy", one, two, token=1)
    qtbot.waitUntil(lambda: len(heard.answers) == 2)
    assert toy.calls == [1, 1]
    asked(analyses, "other", "toy", two, token=2)
    qtbot.waitUntil(lambda: len(heard.answers) == 3)
    assert toy.calls == [1, 1, 2]
    kept = weakref.ref(one)
    heard.answers.clear()
    del one
    gc.collect()
    assert kept() is None


def of_network(analyses: Analyses, toy: Toy) -> None:
    analyses._catalogue = {"toy": Analysis("Doing toy", ("token",), toy, "thread", "network")}


def test_what_is_of_a_network_alone_serves_every_text(qtbot: QtBot, serve: Asker) -> None:
    toy = Toy(open_gate=True)
    analyses = serve(toy=toy)
    of_network(analyses, toy)
    heard = Heard(analyses)
    one = run()
    longer = replace(one)
    for count, asking in enumerate((one, longer), start=1):
        asked(analyses, "view", "toy", asking, token=1)
        qtbot.waitUntil(lambda count=count: len(heard.answers) == count)
    assert toy.calls == [1]
    asked(analyses, "view", "toy", run(), token=1)
    qtbot.waitUntil(lambda: len(heard.answers) == 3)
    assert toy.calls == [1, 1]


def test_a_key_lets_work_on_a_network_go_on_and_release_its_run(qtbot: QtBot, serve: Asker) -> None:
    toy = Toy()
    analyses = serve(toy=toy)
    of_network(analyses, toy)
    heard = Heard(analyses)
    one = run()
    longer = replace(one)
    asked(analyses, "view", "toy", one, token=1)
    assert toy.begun.wait(PATIENCE_S)
    analyses.cancel_runs({one.model})
    kept = weakref.ref(one)
    del one
    gc.collect()
    assert kept() is None
    asked(analyses, "view", "toy", longer, token=1)
    toy.gate.set()
    qtbot.waitUntil(lambda: bool(heard.answers))
    ((_, question, _),) = heard.answers
    assert question.runs == (longer,)
    assert (toy.calls, toy.ended) == ([1], ["returned"])


def test_another_network_ends_work_on_the_one_before(qtbot: QtBot, serve: Asker) -> None:
    toy = Toy()
    analyses = serve(toy=toy)
    of_network(analyses, toy)
    heard = Heard(analyses)
    one, other = run(), run()
    asked(analyses, "view", "toy", one, token=1)
    assert toy.begun.wait(PATIENCE_S)
    analyses.cancel_runs({one.model})
    asked(analyses, "view", "toy", other, token=1)
    qtbot.waitUntil(lambda: toy.ended == ["Cancelled"])
    toy.gate.set()
    qtbot.waitUntil(lambda: bool(heard.answers))
    assert [question.runs for _, question, _ in heard.answers] == [(other,)]


def test_only_some_results_of_a_run_are_kept(qtbot: QtBot, serve: Asker) -> None:
    toy = Toy(open_gate=True)
    analyses = serve(toy=toy)
    heard = Heard(analyses)
    same = run()
    for count, token in enumerate([*range(8), 0, 8, 0, 1], start=1):
        asked(analyses, "view", "toy", same, token=token)
        qtbot.waitUntil(lambda count=count: len(heard.answers) == count)
    # The ninth pushed out 1, not 0, which had been asked again.
    assert toy.calls == [*range(8), 8, 1]


def test_closing_ends_what_is_at_work(qtbot: QtBot, serve: Asker) -> None:
    toy = Toy()
    analyses = serve(toy=toy)
    heard = Heard(analyses)
    asked(analyses, "a", "toy", run())
    asked(analyses, "b", "toy", run())
    assert toy.begun.wait(PATIENCE_S)
    analyses.close()
    analyses.close()
    asked(analyses, "c", "toy", run())
    qtbot.wait(20)
    assert (toy.ended, toy.calls, heard.answers) == (["Cancelled"], [0], [])


def test_a_question_says_what_its_analysis_depends_on(serve: Asker) -> None:
    analyses = serve(toy=Toy())
    with pytest.raises(ValueError, match="toy depends on token, not on unit"):
        analyses.ask("view", Question.of("toy", (run(),), unit=1))
    with pytest.raises(KeyError):
        analyses.ask("view", Question.of("nothing", (run(),), token=1))


def test_questions_about_the_same_are_equal() -> None:
    one, two = run(), run()
    assert Question.of("a", (one,), token=1, unit=2) == Question.of("a", (one,), unit=2, token=1)
    assert hash(Question.of("a", (one,), token=1)) == hash(Question.of("a", (one,), token=1))
    assert Question.of("a", (one,), token=1) != Question.of("a", (two,), token=1)
    assert Question.of("a", (one,), token=1) != Question.of("a", (one,), token=2)
