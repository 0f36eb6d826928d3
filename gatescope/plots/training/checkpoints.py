"""Describes how one sentence is read from checkpoint to checkpoint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np

from gatescope.analysis.over_checkpoints import MOST_COLUMNS, Reading
from gatescope.analysis.time_scales import KEEPING_GATE
from gatescope.engine.network import ReadOut
from gatescope.plots.axis_words import short_word
from gatescope.plots.colours import SIGNED
from gatescope.plots.gradient_words import quoted
from gatescope.plots.numbers import number
from gatescope.plots.ranges import magnitude, nice
from gatescope.plots.readout import column_name
from gatescope.plots.runs import caption, cursor_of
from gatescope.plots.signals import symbol
from gatescope.plots.training.checkpoints_plot import CheckpointRow, CheckpointsPlot
from gatescope.plots.training.panels import percent
from gatescope.session.document.document import Focus
from gatescope.session.run.snapshot import Run
from gatescope.session.training.checkpoint import Checkpoint
from gatescope.session.training.history import History
from gatescope.words import tr

_NONE = np.zeros(0)


def shown_checkpoints(history: History, most: int, looked_at: int | None) -> tuple[Checkpoint, ...]:
    """Return at most `most` checkpoints, evenly spread, with the first, the last, the best and the one that is looked
    at; fewer than four hold not all of them."""
    kept = history.checkpoints
    if len(kept) <= most:
        return kept
    steps = np.array([one.step for one in kept])
    wanted = [0, len(kept) - 1]
    wanted += [int(np.abs(steps - step).argmin()) for step in (looked_at, history.best_step) if step is not None]
    places = list(dict.fromkeys(wanted))[: max(most, 1)]
    # Of those that are left always the one that is farthest from all that are taken.
    far = np.abs(steps[:, None] - steps[places][None, :]).min(axis=1)
    while len(places) < most and far.max() > 0:
        place = int(far.argmax())
        places.append(place)
        far = np.minimum(far, np.abs(steps - steps[place]))
    return tuple(kept[place] for place in sorted(places))


def describe_checkpoints(
    run: Run,
    history: History,
    checkpoints: Sequence[Checkpoint],
    readings: Mapping[int, Reading],
    focus: Focus,
    looked_at: int | None,
) -> CheckpointsPlot:
    """Describe the rows of `checkpoints`.

    Args:
        run: of the model that is trained, on the sentence that is typed.
        readings: of it, by step, as far as they are known.
        looked_at: the step whose network the maps show; None for the newest.
    """
    cursor, cell = cursor_of(run.tokens, focus), run.network.cell
    gate = _gate(focus, run)
    found = run.network.readouts[0] if run.network.readouts else None
    low, high, colours = _colours(found, readings)
    at = cursor if cursor is not None and cursor < len(run.tokens) else None
    now = looked_at if looked_at is not None else (checkpoints[-1].step if checkpoints else None)
    rows = tuple(
        CheckpointRow(
            step=one.step,
            values=_NONE if (reading := readings.get(one.step)) is None else reading.values,
            said=_said(found, reading, at),
            gate="" if reading is None or at is None else number(float(reading.means[gate][at])),
            metric=_metric(history, one),
            best=one.step == history.best_step,
            looked_at=one.step == now,
        )
        for one in checkpoints
    )
    return CheckpointsPlot(
        run.tokens,
        rows=rows,
        total=len(history.checkpoints),
        of=_of(found, run),
        at="" if at is None else tr("at {quoted}", quoted=quoted(run.tokens, at)),
        gate=symbol(gate, cell.name),
        gate_hue=gate,
        metric=history.measured.metric.removeprefix("validation "),
        low=low,
        high=high,
        colours=colours,
        model=run.model,
        cursor=cursor,
        caption=tr(
            "{caption} · {count} of {count2} checkpoints",
            caption=caption([(run, None)]),
            count=len(rows),
            count2=len(history.checkpoints),
        ),
        finding=_finding(run, found, checkpoints, readings, at),
    )


def _gate(focus: Focus, run: Run) -> str:
    """Return the gate or state that the person looks at, or the one that keeps the state."""
    cell = run.network.cell
    if focus.signal in cell.signals:
        return focus.signal
    return KEEPING_GATE.get(cell.name, "hidden_state")


def _colours(found: ReadOut | None, readings: Mapping[int, Reading]) -> tuple[float, float, str]:
    if found is not None and found.kind == "logistic":
        return 0.0, 1.0, SIGNED
    if found is not None and found.kind == "softmax":
        return 0.0, 1.0, "readout"
    reach = max((magnitude(one.values) for one in readings.values()), default=0.0)
    reach = nice(reach) if reach > 0 else 1.0
    return (-reach, reach, SIGNED) if found is not None else (0.0, reach, "hidden_state")


def _of(found: ReadOut | None, run: Run) -> str:
    word = "letter" if found is not None and run.predicts_next and _letters(found) else "word"
    word = word if run.reads == "text" else "step"
    if found is None:
        return tr("‖h‖ after every {word}", word=word)
    if len(found.weight) > MOST_COLUMNS:
        return tr("P of the likeliest after every {word}", word=word)
    return tr(
        "{column_name} after every {word}",
        column_name=column_name(found, 0 if found.kind == "linear" else -1),
        word=word,
    )


def _letters(found: ReadOut) -> bool:
    return sum(len(label) == 1 for label in found.labels) * 2 > len(found.labels)


def _said(found: ReadOut | None, reading: Reading | None, at: int | None) -> str:
    if reading is None or at is None or at >= len(reading.values):
        return ""
    value = number(float(reading.values[at]))
    if found is None or reading.columns is None or len(found.weight) <= MOST_COLUMNS or not found.labels:
        return value
    return f"{short_word(found.labels[int(reading.columns[at])])} {value}"


def _metric(history: History, checkpoint: Checkpoint) -> str:
    if checkpoint.metric is None:
        return ""
    return percent(checkpoint.metric) if history.measured.share else number(checkpoint.metric, 3)


def _finding(
    run: Run,
    found: ReadOut | None,
    checkpoints: Sequence[Checkpoint],
    readings: Mapping[int, Reading],
    at: int | None,
) -> str:
    """Say when the verdict at the cursor became what it is at the end, where it is one of two."""
    known = [one for one in checkpoints if one.step in readings]
    if found is None or found.kind != "logistic" or at is None or len(known) < 2 or len(found.labels) != 2:
        return ""
    says = [float(readings[one.step].values[at]) > 0.5 for one in known]
    last, word = says[-1], escape(quoted(run.tokens, at))
    since = len(says)
    while since and says[since - 1] == last:
        since -= 1
    label = escape(found.labels[int(last)])
    if since == 0:
        return tr("<b>At {word} it says {label}</b> from the first checkpoint on.", word=word, label=label)
    return tr("<b>At {word} it says {label}</b> from step {step:,} on.", word=word, label=label, step=known[since].step)
