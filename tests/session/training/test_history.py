"""A history that grows: what it gave before stays, what is cut is gone, checkpoints are thinned evenly."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.session.training.checkpoint import MOST, checkpoint_limit, thinned
from gatescope.session.training.growing import Growing, until
from gatescope.session.training.history import History
from tests.session.training.told_runs import BATCHES, checkpoint, told


def grown(steps: int, **fields: object) -> History:
    growing = Growing(History("toy", batches=BATCHES, most_steps=1000, **fields))  # type: ignore[arg-type]
    growing.add(told(range(1, steps + 1)))
    return growing.history(checkpoint(step) for step in range(0, steps + 1, 3))


def test_a_snapshot_stays_as_it_was_while_the_run_goes_on() -> None:
    growing = Growing(History("toy", batches=BATCHES))
    growing.add(told(range(1, 8)))
    before = growing.history()
    kept = before.steps.loss.copy()
    growing.add(told(range(8, 2000)))
    after = growing.history()
    assert (before.step, after.step) == (7, 1999)
    np.testing.assert_array_equal(before.steps.loss, kept)
    np.testing.assert_array_equal(after.steps.step, np.arange(1, 2000))
    np.testing.assert_allclose(after.steps.gradient_norms["embedding"], 0.5 * after.steps.step)
    with pytest.raises(ValueError, match="read-only"):
        after.steps.loss[0] = 1.0


def test_passes_and_looks_have_steps_of_their_own() -> None:
    history = grown(17)
    assert history.passes.step.tolist() == [5, 10, 15]
    assert history.looks.step.tolist() == list(range(1, 18, 2))
    assert history.best_step == 10
    assert history.boundaries.tolist()[:4] == [5, 10, 15, 20]
    assert grown(3).best is None


def test_a_cut_run_goes_on_without_what_came_after_and_spoils_no_older_history() -> None:
    whole = grown(30)
    growing = Growing(until(whole, 12))
    growing.add(told(range(13, 15)))
    again = growing.history()
    assert again.steps.step.tolist() == list(range(1, 15))
    assert again.passes.step.tolist() == [5, 10]
    assert [kept.step for kept in again.checkpoints] == [0, 3, 6, 9, 12]
    assert whole.steps.step.tolist() == list(range(1, 31))
    np.testing.assert_allclose(whole.steps.loss, 1.0 / np.arange(1, 31))


def test_the_nearest_checkpoint_is_found_the_later_of_two() -> None:
    history = grown(13)
    assert [history.checkpoint_at(step).step for step in (0, 4, 5, 100)] == [0, 3, 6, 12]  # type: ignore[union-attr]
    assert History("toy").checkpoint_at(3) is None


def test_checkpoints_are_thinned_evenly_and_keep_the_ends_and_the_best() -> None:
    kept = thinned([checkpoint(step) for step in range(1001)], MOST, best=497)
    steps = np.array([one.step for one in kept])
    assert len(kept) == MOST
    assert (steps[0], steps[-1]) == (0, 1000)
    assert 497 in steps
    assert np.diff(steps).max() <= 2 * 1000 / MOST


def test_the_ends_of_passes_stay_before_others() -> None:
    kept = thinned([checkpoint(step, ends_pass=step % 4 == 0) for step in range(33)], 9)
    assert all(one.metric is not None for one in kept)


def test_a_checkpoint_of_a_step_that_has_one_takes_its_place() -> None:
    growing = Growing(replace(grown(6), checkpoints=(checkpoint(0), checkpoint(6), checkpoint(6))))
    growing.add(told(range(7, 9)))
    assert [kept.step for kept in growing.history([checkpoint(8)]).checkpoints] == [0, 6, 8]


def test_the_largest_networks_are_kept_least_often() -> None:
    assert checkpoint_limit(checkpoint(3).state) == MOST


@pytest.mark.parametrize(("steps", "said"), [(10, "ended after pass 2"), (1000, "all 200 passes are done")])
def test_an_end_is_explained(steps: int, said: str) -> None:
    assert grown(steps).why_ended == f"{said}; the held-out loss was best after pass 2"
