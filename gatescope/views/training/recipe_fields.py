"""The fields of a recipe, and how a recipe is read from them and shown in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from PySide6.QtWidgets import QWidget

from gatescope.engine.exact_number import exact
from gatescope.training.dropout import Dropout
from gatescope.training.recipe import Recipe
from gatescope.training.settings import Settings
from gatescope.training.tasks.option import Value
from gatescope.training.tasks.task import Task
from gatescope.views.controls.segmented import Segment
from gatescope.views.training.fields import ChoiceField, Field, NumberField, SeedField, SegmentField, option_field
from gatescope.words import mark, tr

_CELLS = (
    Segment("rnn", "RNN", mark("The plain cell of Elman: one tanh")),
    Segment("gru", "GRU", mark("Reset and update gate")),
    Segment("lstm", "LSTM", mark("Forget, input and output gate, and a cell state")),
)
_OPTIMISERS = (
    Segment("adam", "Adam", mark("Steps scaled by running means of the gradient and of its square")),
    Segment("rmsprop", "RMSprop", mark("Steps scaled by a running mean of the square of the gradient")),
    Segment("momentum", mark("momentum"), mark("Steps along a running mean of the gradient")),
    Segment("sgd", "SGD", mark("Steps along the gradient")),
)
_SCHEDULES = (
    Segment("constant", mark("constant"), mark("The learning rate stays as it is")),
    Segment("linear", mark("to 0 in a line"), mark("The learning rate falls to 0 along a line")),
    Segment("cosine", mark("to 0 in a cosine"), mark("The learning rate falls to 0 along half a cosine")),
    Segment(
        "exponential",
        mark("to a hundredth"),
        mark("The learning rate falls to a hundredth, by the same factor every step"),
    ),
)
_CLIPS = (
    Segment("off", mark("off"), mark("Gradients are followed as they are")),
    Segment("norm", mark("by norm"), mark("All gradients together are scaled to a norm at most (Pascanu et al. 2013)")),
    Segment("value", mark("by value"), mark("Every derivative is cut to a value (Graves 2013)")),
)
_BIASES = tuple(
    Segment(str(value), str(value), tip)
    for value, tip in (
        (0, mark("It begins by forgetting half of everything at every step")),
        (1, mark("It begins by remembering (Jozefowicz et al. 2015)")),
        (2, mark("It begins by remembering for longer")),
    )
)
_STARTS = (
    Segment("uniform", mark("uniform"), mark("As torch.nn draws it")),
    Segment("orthogonal", mark("orthogonal"), mark("A random rotation: what it carries keeps its length")),
    Segment(
        "identity", mark("scaled identity"), mark("0.9 times the identity: every unit at first keeps its own value")
    ),
)
_LIMIT = 1024
_MOST = 100_000
_MOST_SEED = 2**31 - 1


class RecipeFields:
    """A field for everything that a recipe of a task can say.

    Attributes:
        cell: the kind of the layers.
        network, loop, own: fields by name, in the order in which they are shown: of the network and of chance, of the
            loop, and the task's own.
    """

    def __init__(self, task: Task) -> None:
        self._task = task
        self.cell = SegmentField(mark("cell"), _CELLS)
        self.network: dict[str, Field] = {
            "units": NumberField(mark("units"), tr("H, of every layer"), 1, _LIMIT, whole=True),
            "layers": NumberField(mark("layers"), tr("Stacked layers"), 1, 8, whole=True),
            "embedding": NumberField(
                mark("embedding"), tr("Numbers that a token is turned into"), 1, _LIMIT, whole=True
            ),
            "forget bias": ChoiceField(mark("forget bias"), _BIASES),
            "update bias": NumberField(
                mark("update bias"), tr("Of a GRU at first: above 0 it begins by remembering"), -10, 10
            ),
            "U at first": ChoiceField(mark("U at first"), _STARTS),
            "dropout in": _dropout(mark("dropout in"), tr("Share of the inputs that a mini-batch drops")),
            "dropout out": _dropout(mark("dropout out"), tr("Share of the hidden states that the read-out loses")),
            "dropout of U": _dropout(
                mark("dropout of U"), tr("Share of the recurrent weights that a mini-batch drops")
            ),
            "seed": SeedField(_MOST_SEED),
        }
        self.loop: dict[str, Field] = {
            "optimiser": ChoiceField(mark("optimiser"), _OPTIMISERS),
            "learning rate": NumberField(mark("learning rate"), tr("α of the optimiser at first"), 0, above=True),
            "schedule": ChoiceField(mark("schedule"), _SCHEDULES),
            "batch": NumberField(mark("batch"), tr("Sequences a mini-batch"), 1, _MOST, whole=True),
            "clip": ChoiceField(mark("clip"), _CLIPS),
            "clip at": NumberField(mark("clip at"), tr("The largest norm, or the largest derivative"), 0, above=True),
            "passes": NumberField(mark("passes"), tr("Over all sequences, at most"), 1, _MOST, whole=True),
            "patience": NumberField(
                mark("patience"), tr("Passes without a better held-out loss after which it ends"), 1, _MOST, whole=True
            ),
        }
        self.own: dict[str, Field] = {option.name: option_field(option) for option in task.options}
        self.show_recipe(task.recipe)

    @property
    def every(self) -> Mapping[str, Field]:
        """All of them."""
        return {
            "cell": self.cell,
            **self.network,
            **self.loop,
            **{f"own {name}": field for name, field in self.own.items()},
        }

    def show_recipe(self, recipe: Recipe) -> None:
        """Show a recipe, without a signal."""
        settings = recipe.settings
        clip = "norm" if settings.clip_norm is not None else "value" if settings.clip_value is not None else "off"
        values: dict[str, Value] = {
            "units": recipe.units,
            "layers": recipe.layers,
            "embedding": recipe.embedding,
            "forget bias": exact(recipe.forget_bias),
            "update bias": recipe.update_bias,
            "U at first": recipe.recurrent,
            "dropout in": settings.dropout.inputs,
            "dropout out": settings.dropout.outputs,
            "dropout of U": settings.dropout.recurrent,
            "optimiser": settings.optimiser,
            "learning rate": settings.learning_rate,
            "schedule": settings.schedule,
            "batch": settings.batch,
            "clip": clip,
            "clip at": settings.clip_norm or settings.clip_value or 1.0,
            "passes": settings.epochs,
            "patience": settings.patience,
            "seed": recipe.seed,
        }
        self.cell.show_value(recipe.cell)
        for name, value in values.items():
            {**self.network, **self.loop}[name].show_value(value)
        for name, value in recipe.options.items():
            if name in self.own:
                self.own[name].show_value(value)
        self.fit()

    def fit(self) -> None:
        """Let only those be edited that mean something for what is chosen."""
        cast("QWidget", self.network["forget bias"]).setEnabled(self.cell.value() == "lstm")
        cast("QWidget", self.network["update bias"]).setEnabled(self.cell.value() == "gru")
        cast("QWidget", self.loop["clip at"]).setEnabled(self.loop["clip"].value() != "off")

    def problem(self) -> str:
        """Return what is wrong with the first field that holds something wrong; empty where none does."""
        return next((found for field in self.every.values() if (found := field.problem())), "")

    def recipe(self) -> Recipe:
        """Return what the fields say; only to be asked where there is no problem."""
        network, loop = self.network, self.loop
        clip, at = loop["clip"].value(), float(loop["clip at"].value())
        return Recipe(
            cell=self.cell.value(),
            units=int(network["units"].value()),
            layers=int(network["layers"].value()),
            embedding=int(network["embedding"].value()),
            forget_bias=float(network["forget bias"].value()),
            update_bias=float(network["update bias"].value()),
            recurrent=str(network["U at first"].value()),
            settings=Settings(
                epochs=int(loop["passes"].value()),
                batch=int(loop["batch"].value()),
                optimiser=str(loop["optimiser"].value()),
                learning_rate=float(loop["learning rate"].value()),
                schedule=str(loop["schedule"].value()),
                clip_norm=at if clip == "norm" else None,
                clip_value=at if clip == "value" else None,
                patience=int(loop["patience"].value()),
                dropout=Dropout(
                    float(network["dropout in"].value()),
                    float(network["dropout out"].value()),
                    float(network["dropout of U"].value()),
                ),
                seed=int(network["seed"].value()),
            ),
            options={name: field.value() for name, field in self.own.items()},
        )


def _dropout(name: str, tip: str) -> NumberField:
    return NumberField(name, tip, 0.0, 0.95)
