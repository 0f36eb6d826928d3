"""GateScope: the inside of recurrent networks, visible.

    import gatescope as gs

    model = gs.load("sentiment-lstm")
    trace = gs.trace(model, "The film was not good.")

Belongs here: the names of `gatescope.api`, imported when one is first asked for, and what every layer may use: the
version, the error tree (`errors`), the protocol of progress (`progress`) and the function that finds the bundled files
(`resources`). May import the standard library only; see README.md beside this file for the layers.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from gatescope.api import Ablate as Ablate
    from gatescope.api import Clamp as Clamp
    from gatescope.api import GateScopeError as GateScopeError
    from gatescope.api import GradientTrace as GradientTrace
    from gatescope.api import Model as Model
    from gatescope.api import Recording as Recording
    from gatescope.api import Scene as Scene
    from gatescope.api import animate as animate
    from gatescope.api import check as check
    from gatescope.api import connectivity as connectivity
    from gatescope.api import direct_path as direct_path
    from gatescope.api import factors as factors
    from gatescope.api import figure as figure
    from gatescope.api import find as find
    from gatescope.api import find_pattern as find_pattern
    from gatescope.api import fixed_points as fixed_points
    from gatescope.api import gradients as gradients
    from gatescope.api import index as index
    from gatescope.api import inspect as inspect
    from gatescope.api import itemised as itemised
    from gatescope.api import load as load
    from gatescope.api import memory_ledger as memory_ledger
    from gatescope.api import models as models
    from gatescope.api import moving_averages as moving_averages
    from gatescope.api import pattern_of as pattern_of
    from gatescope.api import prove as prove
    from gatescope.api import render as render
    from gatescope.api import render_scene as render_scene
    from gatescope.api import saturation as saturation
    from gatescope.api import scene as scene
    from gatescope.api import sweep as sweep
    from gatescope.api import time_scales as time_scales
    from gatescope.api import trace as trace
    from gatescope.api import unit_statistics as unit_statistics
    from gatescope.api import write_states as write_states

__version__ = "0.2.0"
__all__ = [
    "Ablate",
    "Clamp",
    "GateScopeError",
    "GradientTrace",
    "Model",
    "Recording",
    "Scene",
    "__version__",
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


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module 'gatescope' has no attribute {name!r}; it has {', '.join(__all__)}")
    # By its name only, for every layer may import this package and none of them what stands above it.
    value = getattr(importlib.import_module("gatescope.api"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
