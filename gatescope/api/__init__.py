"""GateScope in Python: ``import gatescope as gs``.

    model = gs.load("sentiment-lstm")
    trace = gs.trace(model, "The film was not good.")
    trace["forget_gate"]                                  # (T, H) of the last layer
    gs.render(trace, view="heatmap", path="gates.png")

Belongs here: thin functions that scripts call and the command line runs through. The names are attributes of the
package `gatescope`, which imports this one when one of them is first asked for. May import export and everything below
it, Qt only inside the functions that draw; never views or app.
"""

from gatescope.analysis.corpus import pattern
from gatescope.analysis.gradients import GradientTrace
from gatescope.api.analyses import (
    connectivity,
    direct_path,
    factors,
    itemised,
    memory_ledger,
    moving_averages,
    saturation,
    sweep,
    time_scales,
    unit_statistics,
    write_states,
)
from gatescope.api.animations import animate
from gatescope.api.argument_kinds import of_its_kind
from gatescope.api.corpus import find, index
from gatescope.api.figures import figure
from gatescope.api.files import inspect, prove
from gatescope.api.fixed_point_search import fixed_points
from gatescope.api.lessons import check
from gatescope.api.runs import gradients, load, models, render, trace
from gatescope.api.scenes import render_scene, scene
from gatescope.engine.interventions import Ablate, Clamp
from gatescope.errors import GateScopeError
from gatescope.export.recording import Recording
from gatescope.formats.core.model import Model
from gatescope.session.scene.scene import Scene

find_pattern = of_its_kind(pattern.find_pattern)
pattern_of = of_its_kind(pattern.pattern_of)

__all__ = [
    "Ablate",
    "Clamp",
    "GateScopeError",
    "GradientTrace",
    "Model",
    "Recording",
    "Scene",
    "animate",
    "check",
    "connectivity",
    "direct_path",
    "factors",
    "figure",
    "find",
    "find_pattern",
    "fixed_points",
    "gradients",
    "index",
    "inspect",
    "itemised",
    "load",
    "memory_ledger",
    "models",
    "moving_averages",
    "pattern_of",
    "prove",
    "render",
    "render_scene",
    "saturation",
    "scene",
    "sweep",
    "time_scales",
    "trace",
    "unit_statistics",
    "write_states",
]
