"""The log of a run as a CSV file: a line a mini-batch, as `gatescope train --log` writes it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gatescope.errors import FileError, FormatError
from gatescope.session.training.growing import Growing
from gatescope.session.training.history import History
from gatescope.session.training.told import Told
from gatescope.words import tr

FIXED = ("step", "epoch", "loss", "gradient_norm", "learning_rate", "update", "held_out_loss", "metric")
_NORM, _SATURATED = "gradient_norm:", "saturated:"


def columns(numbers: Told) -> tuple[str, ...]:
    """Return the names of the columns of a run whose first mini-batch told `numbers`.

    After `FIXED` come the gradient norms by part and the saturated shares by gate.
    """
    return (
        *FIXED,
        *(_NORM + part for part in numbers.gradient_norms),
        *(_SATURATED + gate for gate in numbers.saturated),
    )


def line(numbers: Told, names: Sequence[str]) -> str:
    """Return the line of a mini-batch, with its end. What it does not tell is empty."""
    values: dict[str, float | None] = {
        **{name: getattr(numbers, name) for name in FIXED},
        **{_NORM + part: norm for part, norm in numbers.gradient_norms.items()},
        **{_SATURATED + gate: share for gate, share in numbers.saturated.items()},
    }
    return ",".join(_written(values.get(name)) for name in names) + "\n"


def log_of(history: History) -> str:
    """Return the log of a run so far."""
    numbers = list(_numbers(history))
    names = columns(numbers[0]) if numbers else FIXED
    return ",".join(names) + "\n" + "".join(line(one, names) for one in numbers)


def read_log(path: Path) -> History:
    """Return the run whose log is the file at `path`; it has no recipe and no checkpoints.

    Raises:
        FileError: it cannot be read.
        FormatError: it is no such log; the sentence names the line.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise FileError(path, tr("cannot be read: {error}", error=error.strerror or error)) from error
    except UnicodeDecodeError as error:
        raise FormatError(path, tr("is not UTF-8 text (at byte {start})", start=error.start)) from error
    rows = csv.reader(io.StringIO(text, newline=""))
    names = next(rows, [])
    if missing := [name for name in FIXED if name not in names]:
        raise FormatError(path, tr("is no log of gatescope train: it has no column {missing!r}", missing=missing[0]))
    growing = Growing(History(path.stem, condition="ended"))
    last = 0
    for cells in rows:
        numbers = _told(path, rows.line_num, dict(zip(names, cells, strict=False)), len(cells) == len(names))
        if numbers.step <= last:
            raise FormatError(
                path,
                tr(
                    "line {line_num} has the step {step} after {last}",
                    line_num=rows.line_num,
                    step=numbers.step,
                    last=last,
                ),
            )
        last = numbers.step
        growing.add([numbers])
    return growing.history()


def _numbers(history: History) -> Iterator[Told]:
    steps, passes, looks = history.steps, history.passes, history.looks
    ends = {step: place for place, step in enumerate(passes.step.tolist())}
    looked = {step: place for place, step in enumerate(looks.step.tolist())}
    for place, step in enumerate(steps.step.tolist()):
        end, look = ends.get(step), looked.get(step)
        yield Told(
            step=step,
            epoch=(step - 1) // max(history.batches, 1) + 1,
            loss=float(steps.loss[place]),
            gradient_norm=float(steps.gradient_norm[place]),
            learning_rate=float(steps.learning_rate[place]),
            update=float(steps.update[place]),
            gradient_norms={part: float(norms[place]) for part, norms in steps.gradient_norms.items()},
            saturated={} if look is None else {gate: float(shares[look]) for gate, shares in looks.shares.items()},
            held_out_loss=None if end is None else float(passes.held_out_loss[end]),
            metric=None if end is None else float(passes.metric[end]),
        )


def _told(path: Path, number: int, cells: Mapping[str, str], whole: bool) -> Told:
    if not whole:
        raise FormatError(path, tr("line {number} has another number of cells than the first line", number=number))
    try:
        values = {name: float(cell) for name, cell in cells.items() if cell}
        return Told(
            step=int(cells["step"]),
            epoch=int(cells["epoch"]),
            loss=values["loss"],
            gradient_norm=values["gradient_norm"],
            learning_rate=values["learning_rate"],
            update=values["update"],
            gradient_norms=_those(values, _NORM),
            saturated=_those(values, _SATURATED),
            held_out_loss=values.get("held_out_loss"),
            metric=values.get("metric"),
        )
    except ValueError as error:
        raise FormatError(path, tr("line {number} has a cell that is no number", number=number)) from error
    except KeyError as error:
        raise FormatError(path, tr("line {number} has no {column}", number=number, column=error.args[0])) from error


def _those(values: Mapping[str, float], prefix: str) -> dict[str, float]:
    return {name.removeprefix(prefix): value for name, value in values.items() if name.startswith(prefix)}


def _written(value: float | None) -> str:
    if value is None:
        return ""
    return str(value) if isinstance(value, int) else f"{value:.9g}"
