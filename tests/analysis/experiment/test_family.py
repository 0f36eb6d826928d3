"""Gradient flows of other models and in experiments, against the analyses of what would be run by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from gatescope.analysis.experiment.experiment import Experiment
from gatescope.analysis.experiment.family import Member, effort, family_flow
from gatescope.analysis.gradient_flow import nearest_gradient_flow
from gatescope.analysis.targets import Target
from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.network import Network
from gatescope.engine.run import run
from gatescope.errors import Cancelled, UsageError
from tests.engine.networks import DIRECTIONS, random_network
from tests.reports import cancelled_at

pytestmark = pytest.mark.slow

IDS = np.array([3, 1, 4, 1, 5])
KINDS = ("rnn-tanh", "gru-after", "lstm")


def model(kind: str, layers: int = 1, directions: str = "forward", **options: Any) -> Network:
    return random_network(kind, 5, 3, layers, DIRECTIONS[directions], vocabulary=7, **options)


def same(found: Any, wanted: Any) -> None:
    assert found.token == wanted.token
    for one, other in zip(found.parts, wanted.parts, strict=True):
        for field in ("hidden", "cell", "factors", "slopes"):
            np.testing.assert_array_equal(getattr(one, field), getattr(other, field))


@pytest.mark.parametrize("kind", KINDS)
def test_members_read_the_same_words(kind: str) -> None:
    net, others = model(kind), [model(one) for one in KINDS]
    held = Interventions((Ablate((2,)),))
    members = tuple(Member(one, other, held) for one, other in zip(KINDS, others, strict=True))
    trace = run(net, ids=IDS)
    first, *rest = family_flow(net, trace, target=None, part=net.parts[0], members=members)
    same(first.flow, nearest_gradient_flow(net, trace, target=None, part=net.parts[0]))
    assert [one.name for one in rest] == list(KINDS)
    for one, other in zip(rest, others, strict=True):
        by_hand = run(other, ids=IDS, interventions=held)
        same(one.flow, nearest_gradient_flow(other, by_hand, target=None, part=other.parts[0]))
        assert one.bad is None
        assert not one.failure


@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize("kind", KINDS)
def test_a_longer_text_and_another_gain_are_what_a_run_by_hand_has(kind: str, padded: bool) -> None:
    net = model(kind)
    ids = np.array([3, 1, 4, 1, 5, *([5] * 7 if padded else [3, 1, 4, 1, 5, 3, 1])])
    wider = replace(net, layers=((replace(net.layers[0][0], U=net.layers[0][0].U * 1.25),),))
    wanted = nearest_gradient_flow(wider, run(wider, ids=ids), target=None, part=net.parts[0])
    tried = Experiment(12, padded, 1.25)
    (found,) = family_flow(net, run(net, ids=IDS), target=None, part=net.parts[0], experiment=tried)
    same(found.flow, wanted)


@pytest.mark.parametrize("directions", DIRECTIONS)
@pytest.mark.parametrize("kind", [*KINDS, "gru-before"])
def test_clipping_that_never_clips_changes_nothing(kind: str, directions: str) -> None:
    net = model(kind, 2, directions)
    trace = run(net, ids=IDS)
    wanted = nearest_gradient_flow(net, trace, target=Target(2), part=net.parts[-1])
    for clip in ("norm", "value"):
        tried = Experiment(clip=clip, most=1e9)  # type: ignore[arg-type]
        (found,) = family_flow(net, trace, target=Target(2), part=net.parts[-1], experiment=tried)
        assert found.flow is not None
        for one, other in zip(found.flow.parts, wanted.parts, strict=True):
            np.testing.assert_allclose(one.hidden, other.hidden, atol=1e-12)
            np.testing.assert_allclose(one.cell, other.cell, atol=1e-12)


@pytest.mark.parametrize("clip", ["norm", "value"])
def test_clipping_is_done_at_every_step_by_hand(clip: Any) -> None:
    net = model("rnn-tanh", scale=3.0)
    trace = run(net, ids=IDS)
    (found,) = family_flow(net, trace, target=Target(), part=net.parts[0], experiment=Experiment(clip=clip, most=0.5))
    delta, wanted = np.ones(5), []
    for h in trace["hidden_state"][::-1]:
        wanted.append(np.log10(np.linalg.norm(delta)))
        delta = (delta * (1 - h**2)) @ net.layers[0][0].U[0]
        delta = np.clip(delta, -0.5, 0.5) if clip == "value" else delta * min(1.0, 0.5 / np.linalg.norm(delta))
    assert found.flow is not None
    np.testing.assert_allclose(found.flow.parts[0].hidden, wanted[::-1], atol=1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_what_explodes_is_held_by_clipping_and_what_vanishes_is_told_beyond_float_range(kind: str) -> None:
    net = model(kind, scale=0.02)
    long = Experiment(3000, gain=0.5)
    (plain,) = family_flow(net, run(net, ids=IDS), target=None, part=net.parts[0], experiment=long)
    (clipped,) = family_flow(
        net, run(net, ids=IDS), target=None, part=net.parts[0], experiment=replace(long, clip="norm", most=10.0)
    )
    assert plain.flow is not None
    assert clipped.flow is not None
    left = plain.flow.parts[0].hidden[0]
    assert left < -400
    assert clipped.flow.parts[0].hidden[0] == pytest.approx(left, abs=1e-6)


def test_exploding_gradients_end_at_the_norm_that_is_allowed() -> None:
    net = model("rnn-relu", scale=2.0)
    with np.errstate(all="ignore"):
        trace = run(net, ids=IDS)
        (found,) = family_flow(
            net, trace, target=Target(), part=net.parts[0], experiment=Experiment(gain=1.5, clip="norm", most=1.0)
        )
    assert found.flow is not None
    assert (found.flow.parts[0].hidden[:-1] <= 1e-9).all()


def test_a_run_that_stops_being_numbers_is_told_and_others_go_on() -> None:
    net = model("lstm")
    broken = replace(net, layers=((replace(net.layers[0][0], b_x=net.layers[0][0].b_x * np.nan),),))
    wrong = Member("wrong", model("gru-after"), Interventions((Clamp("cell_state", 0.0),)))
    trace = run(net, ids=IDS)
    first, bad, failed = family_flow(
        net, trace, target=None, part=net.parts[0], members=(Member("broken", broken), wrong)
    )
    assert first.flow is not None
    assert bad.bad is not None
    assert bad.bad[0] == 0
    assert failed.flow is None
    assert "there is no signal 'cell_state'" in failed.failure


def test_the_order_of_tokens() -> None:
    assert Experiment(7).order(3).tolist() == [0, 1, 2, 0, 1, 2, 0]
    assert Experiment(5, padded=True).order(3).tolist() == [0, 1, 2, 2, 2]
    assert Experiment(2).order(3).tolist() == [0, 1, 2]
    assert Experiment(2).order(0).tolist() == []
    assert not Experiment()
    assert Experiment(gain=1.1)
    assert effort(2, 10, Experiment(100)) == 300


def test_it_can_be_cancelled_and_names_what_is_not_there() -> None:
    net = model("lstm")
    trace = run(net, ids=IDS)
    with pytest.raises(Cancelled):
        family_flow(net, trace, target=None, part=net.parts[0], report=cancelled_at(1))
    with pytest.raises(UsageError, match="no tokens"):
        family_flow(net, run(net, ids=IDS[:0]), target=None, part=net.parts[0])
