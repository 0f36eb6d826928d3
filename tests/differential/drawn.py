"""One file that was drawn, and whether GateScope's numbers are its framework's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

import gatescope as gs
from gatescope.engine.network import Array
from gatescope.engine.run import run
from gatescope.errors import GateScopeError
from gatescope.formats.core.found import Stack
from gatescope.formats.detect.reading import read

CLOSE = 1e-4


@dataclass(frozen=True, eq=False)
class Recorded:
    """What one recurrent layer, or a stack of them, took and gave.

    Attributes:
        inputs: (T, I).
        outputs: (T, H), of a Bidirectional joined as `merge` says, the first token first.
        merge: ``"concat"``, ``"sum"``, ``"mul"`` or ``"ave"``.
    """

    inputs: Array
    outputs: Array
    merge: str = "concat"


@dataclass(frozen=True, eq=False)
class Drawn:
    """A file with what its framework computes.

    Attributes:
        path: of the file.
        story: what it was made of, for a person who looks into a finding.
        x: (T, I) or ids (T,): what the whole model takes.
        recorded: recurrent layers by their names in the file, in the order of the model.
        kept: (T,) the tokens that are no padding; None for all.
    """

    path: Path
    story: str
    x: Array
    recorded: Mapping[str, Recorded]
    kept: Array | None = None


@dataclass
class Outcome:
    """How it went: ``"right"``, ``"said"``, ``"refused"`` or ``"silent"``."""

    kind: str
    text: str = ""
    needless: list[str] = field(default_factory=list)


def compare(drawn: Drawn) -> Outcome:
    """Open the file, and run it on what the whole model takes and each network of it on what that was given."""
    try:
        file = read(drawn.path)
    except GateScopeError as error:
        return Outcome("refused", str(error))
    outcome = Outcome("right")
    for place, stack in enumerate(file.stacks):
        recorded = _recorded_of(stack, drawn)
        if recorded is None:
            return Outcome("silent", f"{stack.name} is none of {list(drawn.recorded)}")
        if place == 0:
            _judge(outcome, stack, drawn, recorded, whole=True)
        _judge(outcome, stack, drawn, recorded, whole=False)
    return outcome


def _recorded_of(stack: Stack, drawn: Drawn) -> Recorded | None:
    """Return what was recorded of the network: its first layer's inputs, its last one's outputs."""
    names = [_named(layer.name, drawn) for layer in (stack.layers[0], stack.layers[-1])]
    first, last = (drawn.recorded.get(name) for name in names)
    return None if first is None or last is None else Recorded(first.inputs, last.outputs, last.merge)


def _named(layer: str, drawn: Drawn) -> str:
    for name in (layer, layer.rpartition(".l")[0], layer.rpartition(".")[0]):
        if name in drawn.recorded:
            return name
    return layer if layer or len(drawn.recorded) > 1 else next(iter(drawn.recorded))


def _judge(outcome: Outcome, stack: Stack, drawn: Drawn, recorded: Recorded, whole: bool) -> None:
    expected = recorded.outputs if drawn.kept is None else recorded.outputs[drawn.kept]
    what = "the whole model" if whole else "its own inputs"
    try:
        found = _whole(drawn) if whole else _alone(stack, drawn, recorded)
    except GateScopeError:
        # Inputs of another width: the sentence says so.
        outcome.kind = "said" if outcome.kind == "right" else outcome.kind
        return
    joined = _joined(found, recorded.merge)
    if joined.shape == expected.shape and np.abs(joined - expected).max() <= CLOSE:
        outcome.needless += stack.obstacles if whole else ()
        return
    if stack.obstacles:
        outcome.kind = "said" if outcome.kind == "right" else outcome.kind
        return
    outcome.kind = "silent"
    same = joined.shape == expected.shape
    far = f"{np.abs(joined - expected).max():.2g}" if same else f"{joined.shape} for {expected.shape}"
    outcome.text += f"{stack.name} differs by {far} over {what}; "


def _whole(drawn: Drawn) -> list[Array]:
    recording = gs.trace(drawn.path, **{"ids" if drawn.x.ndim == 1 else "inputs": drawn.x})
    top = max(key.partition(".")[0] for key in recording if key.startswith("layer"))
    return [
        recording[f"{top}.{d}.hidden_state"] for d in ("forward", "reverse") if f"{top}.{d}.hidden_state" in recording
    ]


def _alone(stack: Stack, drawn: Drawn, recorded: Recorded) -> list[Array]:
    inputs = recorded.inputs if drawn.kept is None else recorded.inputs[drawn.kept]
    trace = run(stack.network, inputs=inputs)
    top = len(stack.layers) - 1
    found = (f"layer{top}.{direction}.hidden_state" for direction in ("forward", "reverse"))
    return [np.asarray(trace[key]) for key in found if key in trace]


def _joined(parts: list[Array], merge: str) -> Array:
    if merge == "concat" or len(parts) == 1:
        return np.hstack(parts)
    added = parts[0] * parts[1] if merge == "mul" else parts[0] + parts[1]
    return added / 2 if merge == "ave" else added
