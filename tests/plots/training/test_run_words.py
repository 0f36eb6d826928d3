"""What Run says that it does is what it does."""

from __future__ import annotations

from pathlib import Path

import pytest

from gatescope.plots.training.run_words import counted, diverged_words, missing_material, plan
from gatescope.session.training.history import Place
from gatescope.training.diverged import BadStep
from gatescope.training.tasks.registry import TASKS
from gatescope.training.tasks.task import Material
from tests.plots.training.runs import history, shown

SENTIMENT, OWN = TASKS["sentiment"], TASKS["two-units"]


@pytest.mark.parametrize(
    ("front", "same", "problem", "deed", "said"),
    [
        (None, False, "", "start", "Run trains on sequences that the task draws itself."),
        (None, False, "units: a whole number from 1 to 9", "", "units: a whole number"),
        (shown(condition="preparing", steps=0), True, "", "pause", "Preparing"),
        (shown(condition="running"), True, "whatever", "pause", "Training."),
        (shown(), True, "", "go_on", "Run goes on from step 25."),
        (shown(looked_at=10), True, "", "go_on", "Run goes on from step 10 and drops what came after; undo"),
        (shown(), False, "", "start", "Run starts another run with what is chosen here; run 1 stays to compare."),
        (shown(condition="ended", message="stopped"), True, "", "go_on", "Run goes on from step 25."),
        (shown(condition="ended", message="all 5 passes are done"), True, "", "start", "All 5 passes are done. Run"),
        (shown(condition="ended", message="all 5 passes are done", looked_at=5), True, "", "go_on", "Run goes on from"),
        (shown(condition="diverged", message="the loss became nan"), True, "", "", "The loss became nan. Rewind"),
        (shown(condition="diverged", message="the loss became nan"), False, "", "start", "Run starts another run"),
        (shown(condition="failed", message="the disk is full"), True, "", "go_on", "The disk is full."),
    ],
)  # fmt: skip
def test_run_says_what_it_does(front: object, same: bool, problem: str, deed: str, said: str) -> None:
    found = plan(front, OWN, Material(), same=same, problem=problem)  # type: ignore[arg-type]
    assert found.deed == deed
    assert found.words.startswith(said)


def test_a_diverged_run_names_the_step_and_the_first_bad_number() -> None:
    where = BadStep(sequence=2, token=4, key="layer0.forward.forget_gate", unit=3)
    made = history(diverged=Place(1_234, 3, 4, where))
    said = (
        "diverged at step 1,234: try a smaller learning rate; first bad forget gate, unit 3, at token 5 of a sequence"
    )
    assert diverged_words(made) == said
    without = history(diverged=Place(7, 1, 7, None))
    assert diverged_words(without) == "diverged at step 7: try a smaller learning rate"


def test_a_task_that_reads_texts_says_what_to_choose_and_where(tmp_path: Path) -> None:
    assert "choose the folder that holds rt_polarity and uci_sentiment_sentences" in missing_material(
        SENTIMENT, Material()
    )
    assert "holds no folder rt_polarity" in missing_material(SENTIMENT, Material(corpus=tmp_path))
    (tmp_path / "rt_polarity").mkdir()
    assert missing_material(SENTIMENT, Material(corpus=tmp_path)) == ""
    assert missing_material(SENTIMENT, Material(data=tmp_path / "own.csv")) == ""
    assert missing_material(OWN, Material()) == ""


def test_what_is_still_to_be_chosen_is_a_hint_until_run_was_tried(tmp_path: Path) -> None:
    hint = plan(None, SENTIMENT, Material(), same=False, problem="")
    tried = plan(None, SENTIMENT, Material(), same=False, problem="", tried=True)
    assert (hint.deed, hint.bad, tried.bad) == ("", False, True)
    assert hint.words == tried.words == missing_material(SENTIMENT, Material())
    assert plan(None, SENTIMENT, Material(corpus=tmp_path), same=False, problem="").bad
    assert missing_material(TASKS["classify"], Material(corpus=tmp_path)) == "Choose a file of your own to learn from."


def test_sequences_are_counted_once_they_were_read() -> None:
    assert counted(shown(), SENTIMENT) == "40 sentences, 8 more held back."
    assert counted(shown(), OWN) == counted(None, SENTIMENT) == ""
