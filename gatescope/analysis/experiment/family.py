"""The gradient flow of a model and of others beside it, on the same words: as they are, or in an experiment."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from gatescope.analysis.checks import check_tokens, finite_beginning
from gatescope.analysis.experiment.clipped_flow import clipped_flow
from gatescope.analysis.experiment.experiment import Experiment
from gatescope.analysis.gradient_flow import GradientFlow, PartFlow, nearest_gradient_flow
from gatescope.analysis.itemised.steps_back import StepsBack
from gatescope.analysis.targets import Target, nearest
from gatescope.engine.health import first_bad
from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.errors import GateScopeError
from gatescope.progress import Report, portion, silent


@dataclass(frozen=True)
class Member:
    """A model beside the one that is asked about.

    Attributes:
        name: of the model.
        network: as edited, with the same vocabulary.
        interventions: what is held in its runs.
    """

    name: str
    network: Network
    interventions: Interventions = NONE


@dataclass(frozen=True, eq=False)
class MemberFlow:
    """The gradient flow of one model.

    Attributes:
        name: of the model; empty for the one that was asked about.
        flow: None where there is none.
        bad: the first step that is no finite number, as `engine.health.first_bad` has it, or None.
        failure: why there is no flow, as a sentence; empty where there is.
    """

    name: str
    flow: GradientFlow | None
    bad: tuple[int, str, int] | None = None
    failure: str = ""


def family_flow(
    network: Network,
    trace: Trace,
    *,
    target: Target | None,
    part: Part,
    members: tuple[Member, ...] = (),
    experiment: Experiment | None = None,
    report: Report = silent,
) -> tuple[MemberFlow, ...]:
    """Follow the gradient of what comes nearest to `target` back through a model and through others.

    Args:
        network: the one that made `trace`.
        trace: of T ≥ 1 tokens, ids of the network's embedding.
        target: as `nearest_gradient_flow` takes it.
        part: whose layer is followed; clipping follows the last one.
        members: run on the same ids.
        experiment: what is changed in all of them.

    Returns:
        That of `network`, then one a member in their order.

    Raises:
        UsageError: the text is empty, or something is held that does not exist.
        ModelError: the read-out of `network` has weights that are not finite.
        Cancelled: `report` raised it.
    """
    check_tokens(trace)
    tried = experiment or Experiment()
    asked = [Member("", network, trace.interventions), *members]
    found = []
    for index, member in enumerate(asked):
        share = portion(report, index / len(asked), (index + 1) / len(asked))
        share(0.0)
        same = None if index or tried else trace
        try:
            found.append(_flow(member, trace, same, target, part, tried, share))
        except GateScopeError as error:
            if not index:
                raise
            found.append(MemberFlow(member.name, None, failure=str(error)))
    return tuple(found)


def effort(members: int, tokens: int, experiment: Experiment) -> int:
    """Return the tokens that are stepped, in all models: clipped ones count for a hundred, since they go one by one."""
    length = len(experiment.order(tokens))
    return (1 + members) * length * (100 if experiment.clip else 1)


def _flow(
    member: Member,
    read: Trace,
    same: Trace | None,
    target: Target | None,
    part: Part,
    experiment: Experiment,
    report: Report,
) -> MemberFlow:
    """Return the flow of one model over what `read` read; `same` is its run where that is there already."""
    network = experiment.applied(member.network)
    trace = same
    if trace is None:
        assert read.ids is not None
        ids = np.asarray(read.ids)[experiment.order(read.length)]
        trace = run(network, ids=ids, interventions=member.interventions.within(len(ids)))
    if experiment.clip:
        part = Part.of(len(network.layers) - 1, network.directions[0])
    flow = nearest_gradient_flow(network, trace, target=target, part=part, report=portion(report, 0.1, 0.5))
    if experiment.clip:
        flow = _clipped(network, trace, target, flow, experiment, portion(report, 0.5, 1.0))
    return MemberFlow(member.name, flow, first_bad(trace))


def _clipped(
    network: Network, trace: Trace, target: Target | None, flow: GradientFlow, experiment: Experiment, report: Report
) -> GradientFlow:
    """Return the flow with its norms clipped at every step; those of a run that is no finite number stay unknown."""
    good = finite_beginning(trace)
    if flow.token >= good.length:
        return flow
    _, asked = nearest(network, target, trace.length).resolve(network, trace.hidden)
    parts: list[PartFlow] = []
    for side, one in enumerate(flow.parts):
        outputs = network.parameters(one.part).outputs
        mine = asked[flow.token, side * outputs : (side + 1) * outputs].astype(np.float64)
        reverse = one.part.reverse
        last = good.length - 1 - flow.token if reverse else flow.token
        share = portion(report, side / len(flow.parts), (side + 1) / len(flow.parts))
        with np.errstate(all="ignore"):
            back = StepsBack(network, good, one.part)
            norms = clipped_flow(back, mine, last, experiment, good.length, share)
        unknown = np.full(trace.length - good.length, np.nan)
        hidden, cell = (np.concatenate([values[::-1] if reverse else values, unknown]) for values in norms)
        parts.append(replace(one, hidden=hidden, cell=cell if len(one.cell) else one.cell))
    return replace(flow, parts=tuple(parts))
