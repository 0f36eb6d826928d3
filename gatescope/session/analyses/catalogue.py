"""The analyses that views may ask for: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from gatescope.analysis.connectivity import nearest_connectivity
from gatescope.analysis.experiment.family import family_flow
from gatescope.analysis.fixed_points.constant import nearest_fixed_points
from gatescope.analysis.gradient_flow import nearest_gradient_flow
from gatescope.analysis.itemised.itemised import nearest_itemised
from gatescope.analysis.memory.over_time import ledger_over_time
from gatescope.analysis.over_checkpoints import over_checkpoints
from gatescope.analysis.pairs.other_texts import other_texts
from gatescope.analysis.sweep.sweep import nearest_sweep
from gatescope.analysis.units.average import unit_average
from gatescope.analysis.units.overview import unit_overview
from gatescope.analysis.units.pre_activations import pre_activations
from gatescope.analysis.units.remembering import remembering
from gatescope.analysis.units.standing import unit_standing
from gatescope.analysis.weight_that_matters import weight_that_matters
from gatescope.analysis.what_if.effects import effects
from gatescope.session.run.states_of_text import states_of_text
from gatescope.session.space.in_plane import states_in_plane
from gatescope.words import mark


@dataclass(frozen=True)
class Analysis:
    """One line of the catalogue.

    Attributes:
        title: what is being done, as a sentence about a failure starts.
        about: names of what the answer depends on beside the run: fields of the focus, or a choice made in the view.
        function: called as ``function(network, trace, report=report, **about)``, the trace None for what is one of a
            network alone; returns a frozen result that holds no array of the trace.
        where: ``"thread"`` for what answers within a frame or two, calls `report` at least every millisecond and
            otherwise spends its time in code that releases the interpreter's lock; ``"process"`` for what takes
            longer: a function of a module, which runs in a worker process once the person pauses.
        of: whether the answer is one of the run, or of its network alone: then it serves every text, and goes on while
            a text is typed.
    """

    title: str
    about: tuple[str, ...]
    function: Callable[..., object]
    where: Literal["thread", "process"] = "thread"
    of: Literal["run", "network"] = "run"


Catalogue = Mapping[str, Analysis]

_FAMILY = ("target", "part", "members", "experiment")

ANALYSES: Catalogue = MappingProxyType(
    {
        "family flow": Analysis(mark("Following the gradient"), _FAMILY, family_flow),
        "long family flow": Analysis(mark("Following the gradient"), _FAMILY, family_flow, "process"),
        "connectivity": Analysis(mark("Measuring the connectivity"), ("target",), nearest_connectivity),
        "fixed points": Analysis(
            mark("Searching for fixed points"), ("constant", "part"), nearest_fixed_points, "process", "network"
        ),
        "gradient flow": Analysis(mark("Following the gradient"), ("target", "part"), nearest_gradient_flow),
        "itemised": Analysis(mark("Itemising the gradients"), ("target", "part", "token"), nearest_itemised),
        "memory ledger": Analysis(mark("Reading the memory ledger"), ("part", "unit"), ledger_over_time),
        "sweep": Analysis(mark("Taking out unit after unit"), ("target", "part"), nearest_sweep),
        "long sweep": Analysis(mark("Taking out unit after unit"), ("target", "part"), nearest_sweep, "process"),
        "moving average": Analysis(mark("Averaging the candidate"), ("part", "unit"), unit_average),
        "pre-activations": Analysis(mark("Counting the pre-activations"), ("part",), pre_activations),
        "time scales": Analysis(mark("Measuring the time scales"), ("part",), remembering),
        "unit overview": Analysis(mark("Measuring the units"), ("part", "state"), unit_overview),
        "unit standing": Analysis(mark("Measuring the saturation"), ("part",), unit_standing),
        "state space": Analysis(
            mark("Fitting the plane of states"), ("part", "state", "fit", "token", "others", "start"), states_in_plane
        ),
        "effects of interventions": Analysis(
            mark("Asking what each intervention does"), ("base", "interventions"), effects
        ),
        "states of a text": Analysis(
            mark("Reading the sentence to patch from"), ("base", "model", "part", "text"), states_of_text
        ),
        "over checkpoints": Analysis(
            mark("Reading the sentence by every checkpoint"), ("networks", "part", "interventions"), over_checkpoints
        ),
        "other texts": Analysis(mark("Reading the other sentence"), ("texts",), other_texts),
        "weight that matters": Analysis(
            mark("Asking which weight matters most"), ("parameter", "token"), weight_that_matters
        ),
    }
)
