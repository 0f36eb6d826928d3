"""What the monkey does to models: opens, closes, compares and feeds them, and gives them weights good and bad."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np

from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.errors import GateScopeError
from gatescope.views.training.train_view import TrainView
from tests.monkey.action import Arguments, Kind, share_of
from tests.monkey.files import some_file
from tests.monkey.stage import Stage

_VALUES = ("nan", "inf", "-inf", "1e38", "-1e38", "1e-45", "0", "-0.0", "1", "-3.5", "0.1")
_MOST_MODELS = 8
_TRAININGS = ("two-units", "flipflop", "counting")
"""Tasks that draw small sequences of their own."""


def _draw_open(rng: Random) -> Arguments:
    return {"names": [some_file(rng) for _ in range(rng.choice((1, 1, 1, 2, 5)))]}


def open_files(stage: Stage, names: Sequence[str]) -> None:
    """Open files, as the command line names them; a model is closed first where there are many."""
    if len(stage.session.document.models) > _MOST_MODELS:
        close(stage, 0.99)
    stage.desktop.controller.open_paths([stage.path(name) for name in names])


def _draw_share(rng: Random) -> Arguments:
    return {"share": share_of(rng)}


def close(stage: Stage, share: float) -> None:
    """Put a model in front and close it."""
    names = list(stage.session.document.models)
    stage.session.show([names[int(share * len(names))]])
    stage.desktop.controller.actions["close_model"].trigger()


def _draw_show(rng: Random) -> Arguments:
    return {"shares": [share_of(rng) for _ in range(rng.choice((1, 1, 2, 3)))], "number": rng.randrange(5)}


def show(stage: Stage, shares: Sequence[float], number: int) -> None:
    """Show one model or several, whatever they read; or what the model bar offers."""
    names = list(stage.session.document.models)
    if number < 4:
        stage.window.model_bar.choose(number)
    else:
        stage.session.show([names[int(share * len(names))] for share in shares])


def _draw_weight(rng: Random) -> Arguments:
    return {
        "model": share_of(rng),
        "array": share_of(rng),
        "cell": share_of(rng),
        "value": rng.choice(_VALUES),
        "how": rng.choice(("cell", "cell", "drag", "drag", "all", "random")),
        "steps": rng.choice((1, 1, 5)),
    }


def weight(stage: Stage, model: float, array: float, cell: float, value: str, how: str, steps: int) -> None:
    """Give a weight, or a whole array, another value: in one go, or by a drag in some steps."""
    networks = stage.session.document.networks
    name = list(networks)[int(model * len(networks))]
    keys = list(networks[name].keys())
    key = keys[int(array * len(keys))]
    gesture = stage.memory.setdefault("gesture", object()) if how == "drag" else None
    if how == "cell":
        stage.memory.pop("gesture", None)
    for step in range(steps):
        changed = np.array(stage.session.document.networks[name].array(key))
        if how == "random":
            changed[...] = np.random.default_rng(step).standard_normal(changed.shape)
        elif how == "all":
            changed[...] = float(value)
        elif changed.size:
            changed.flat[int(cell * changed.size)] = float(value) + step
        stage.session.set_parameters(name, {key: changed}, label=f"{how} {key}", gesture=gesture)


def _draw_hold(rng: Random) -> Arguments:
    return {
        "model": share_of(rng),
        "signal": rng.choice(("hidden_state", "cell_state", "forget_gate", "update_gate", "candidate")),
        "value": rng.choice(("0", "1", "-1", "1e30")),
        "units": rng.choice(([], [0], [0, 1])),
        "what": rng.choice(("clamp", "clamp", "ablate", "nothing")),
    }


def hold(stage: Stage, model: float, signal: str, value: str, units: Sequence[int], what: str) -> None:
    """Hold a signal of a model at a value, take units out of it, or let it run free again."""
    names = list(stage.session.document.models)
    name = names[int(model * len(names))]
    network = stage.session.document.networks[name]
    items: tuple[Clamp | Ablate, ...] = ()
    if what == "clamp":
        items = (Clamp(signal, float(value), tuple(units) or None),)
    elif what == "ablate":
        items = (Ablate(tuple(units) or (0,)),)
    what_if = Interventions(items)
    try:
        what_if.check(network, 1)
    except GateScopeError:
        return  # it has no such signal
    stage.session.intervene(name, what_if, label=what)


def _draw_train(rng: Random) -> Arguments:
    return {
        "what": rng.choice(("start", "start", "command", "command", "look", "table", "hide")),
        "name": rng.choice(_TRAININGS),
        "share": share_of(rng),
    }


def train(stage: Stage, what: str, name: str, share: float) -> None:
    """Train a tiny network, or do something with the run that is there."""
    stage.window.arrangements.show("train")
    views, front = stage.window.views, stage.session.training.front
    if not {"train", "training", "checkpoints"} <= views.keys():
        return  # a dock of theirs was closed before it was ever seen
    form = views["train"]
    assert isinstance(form, TrainView)
    if what == "command":
        deeds = ("run", "step", "stop", "rewind", "keep")
        stage.desktop.controller.actions[f"train_{deeds[int(share * len(deeds))]}"].trigger()
    elif what == "start" and not stage.session.training.busy:
        form.choose_task(name)
        recipe = form.task.recipe
        settings = replace(recipe.settings, epochs=2, batch=400, learning_rate=0.01 if share < 0.8 else 1e6)
        form.fields.show_recipe(replace(recipe, units=2 + int(3 * share), embedding=2, settings=settings))
        form.do("run")
    elif what == "look" and front is not None:
        views["training"].training_asked.emit("look_at", int(share * max(front.history.step, 1)))
    elif what == "hide" and front is not None:
        views["training"].training_asked.emit("hide", (front.number, share < 0.5))
    elif what == "table":
        views["checkpoints"].token_clicked.emit(int(8 * share))


KINDS = (
    Kind("open", 5, _draw_open, open_files),
    Kind("close", 2, _draw_share, close),
    Kind("show", 6, _draw_show, show),
    Kind("weight", 8, _draw_weight, weight),
    Kind("hold", 2, _draw_hold, hold),
    Kind("train", 2, _draw_train, train),
)
