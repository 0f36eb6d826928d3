"""The task "regression": say numbers after every row of numbers, from a table of your own."""

from __future__ import annotations

import numpy as np

from gatescope.engine.network import Array
from gatescope.errors import ModelError, UsageError
from gatescope.training.batches import Shuffled
from gatescope.training.corpora import Source
from gatescope.training.own_data.number_table import NumberTable, read_number_table
from gatescope.training.own_data.standard_scale import StandardScale
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import Sequences, pack
from gatescope.training.settings import Settings
from gatescope.training.tasks.metric import Metric
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.task import Finished, Material, Prepared, Task
from gatescope.words import mark, tr

HELD_OUT = 0.1
"""The share of the stretches, the last ones, that are never trained on: what follows is foretold from what was."""


def prepare(material: Material, recipe: Recipe) -> Prepared:
    """Read the table, cut it into stretches, and hold out the last ones."""
    if material.data is None:
        raise UsageError(
            tr(
                "give --data FILE, a .csv, .tsv, .txt or .jsonl with a row of numbers a line: what should be said is "
                "the column called target or y, or the last one"
            )
        )
    table = read_number_table(material.data)
    origin = "a file of the user's own" + ("" if table.whole else ", its first rows")
    return prepared_from(table, recipe, Source(material.data.name, origin, "unknown", len(table.inputs)))


def prepared_from(table: NumberTable, recipe: Recipe, source: Source) -> Prepared:
    """Cut a table into stretches of rows that follow each other."""
    length = int(recipe.options.get(STRETCH.name, STRETCH.default))
    pieces = stretches(table, length)
    held_out = max(1, round(HELD_OUT * len(pieces)))
    if len(pieces) <= held_out:
        raise ModelError(
            tr(
                "the table has {count} rows, which is one stretch of {length}: give more rows, or a smaller --stretch",
                count=len(table.inputs),
                length=length,
            )
        )
    trained, rest = pieces[:-held_out], pieces[-held_out:]
    scale = StandardScale.of(_rows(table.inputs, trained), _rows(table.targets, trained))
    return Prepared(
        vocabulary=None,
        tokenizer=None,
        readout="target",
        kind="linear",
        labels=table.target_names,
        training=Shuffled(_packed(table, scale, trained), recipe.settings.batch, recipe.seed),
        held_out=_packed(table, scale, rest),
        metric=unexplained(),
        unit="stretches of rows",
        sources=(source,),
        inputs=table.input_names,
        sample=scale.inputs(table.inputs[rest[0]]).astype(np.float32),
        finished=Finished(
            scale.folded_into,
            _as_in_the_file(table, rest),
            unexplained(scale),
            table.inputs[rest[0]].astype(np.float32),
        ),
    )


def stretches(table: NumberTable, length: int) -> list[slice]:
    """Return the rows of every stretch: up to `length` of one series, one stretch after the other."""
    ends = (*table.starts[1:], len(table.inputs))
    return [
        slice(at, min(at + length, end))
        for start, end in zip(table.starts, ends, strict=True)
        for at in range(start, end, length)
    ]


def _rows(values: Array, spans: list[slice]) -> Array:
    joined: Array = np.concatenate([values[span] for span in spans])
    return joined


def _packed(table: NumberTable, scale: StandardScale, spans: list[slice]) -> Sequences:
    return pack(
        [scale.inputs(table.inputs[span]).astype(np.float32) for span in spans],
        [scale.targets(table.targets[span]).astype(np.float32) for span in spans],
        [np.ones(span.stop - span.start) for span in spans],
    )


def _as_in_the_file(table: NumberTable, spans: list[slice]) -> Sequences:
    return pack(
        [table.inputs[span].astype(np.float32) for span in spans],
        [table.targets[span] for span in spans],
        [np.ones(span.stop - span.start) for span in spans],
    )


def unexplained(scale: StandardScale | None = None) -> Metric:
    """Return the mean squared error in variances of the targets: of numbers in `scale`, or of those that are scaled."""

    def of(loss: float, said: Array, data: Sequences) -> float:
        if scale is None:
            return loss
        errors = (said - data.targets) / scale.target_deviations
        return float(np.average(np.square(errors).mean(axis=1), weights=data.weights))

    return Metric("mean squared error, in variances of the targets", of, higher=False, share=False)


STRETCH = Option("stretch", 50, mark("rows of one sequence"), least=2)

TASK = Task(
    name="regression",
    title=mark("Which numbers belong to the row?"),
    look_for=mark("how long a row is remembered, and which units follow the target"),
    recipe=Recipe(
        units=32,
        settings=Settings(epochs=60, patience=10, batch=16, learning_rate=0.005, schedule="cosine", clip_norm=1.0),
    ),
    prepare=prepare,
    takes_data=True,
    data_holds="your own .csv, .tsv, .txt or .jsonl, a row of numbers a line: the columns called target or y are said, "
    "else the last one; rows of one “series” follow each other",
    options=(STRETCH,),
)
