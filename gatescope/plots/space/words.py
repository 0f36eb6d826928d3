"""What a plane of states shows in words: where the repeated word leads, and along which component the read-out rises.

Rich text with the classes of `gradient_words`.
"""

from __future__ import annotations

from html import escape

import numpy as np
from numpy.typing import NDArray

from gatescope.plots.bad_text import bad_signal
from gatescope.plots.gradient_words import quoted
from gatescope.plots.numbers import number
from gatescope.plots.runs import token_at
from gatescope.plots.space.plane import PlanePanel, PlanePath
from gatescope.session.run.snapshot import Run
from gatescope.words import mark, tr

Values = NDArray[np.float64]

# Of the range of the plane: what moves less in a step rests, what returns as near goes round.
_RESTS = 1e-3
_RISES = 0.5
_FEWEST = 8
# How near to a stable point a path ends that is said to end there, and how many other points are named.
_AT, _FEW = 0.02, 3
_LONGEST_PERIOD = 8


def finding(panels: tuple[PlanePanel, ...], runs: tuple[Run, ...], cursor: int | None) -> str:
    """Return what the planes of `runs` show, in one or two sentences."""
    compared = len(panels) > 1
    said = []
    for panel, run in zip(panels, runs, strict=True):
        name = f'<span class="{panel.cell}">{escape(panel.label)}</span>: ' if compared else ""
        said.append(name + " ".join(_of_one(panel, run, cursor, short=compared)))
    return " ".join(said)


def _of_one(panel: PlanePanel, run: Run, cursor: int | None, *, short: bool) -> list[str]:
    if run.bad is not None:
        word = escape(quoted(run.tokens, run.bad.token))
        return [
            tr(
                "<b>Not a number from {word} on:</b> token {token}, {bad_signal}.",
                word=word,
                token=run.bad.token + 1,
                bad_signal=escape(bad_signal(run.bad)),
            )
        ]
    word = escape(quoted(run.tokens, token_at(run, cursor)))
    said: list[str] = (
        []
        if not panel.repeated
        else [
            tr(
                "<b>Repeated, {word}</b> {leads}{parted}.",
                word=word,
                leads=_leads(panel, panel.repeated[0]),
                parted=_parted(panel),
            )
        ]
    )
    if short:
        return said
    if len(panel.repeated) > 1:
        said.append(tr("From the place you chose it {leads}.", leads=_leads(panel, panel.repeated[1])))
    if panel.field is not None:
        said.append(_slowest(panel))
    else:
        said += _rises(panel)
    if len(run.tokens) > len(panel.path.points):
        last = escape(quoted(run.tokens, panel.path.first + len(panel.path.points) - 1))
        said.append(
            tr(
                "Of {count:,} words the {count2} up to {last} are drawn.",
                count=len(run.tokens),
                count2=len(panel.path.points),
                last=last,
            )
        )
    if run.trace.interventions:
        said.append(tr("What is held acts on the sentence alone, on no repeated word and no other sentence."))
    return said


def _leads(panel: PlanePanel, path: PlanePath) -> str:
    """Return where a path of repetitions ends, as a predicate."""
    points, size = path.points, float(np.linalg.norm(panel.high - panel.low))
    if not np.isfinite(points).all():
        return tr("drives the state beyond all numbers")
    there = "" if np.isnan(path.readouts[-1]) else tr(" at {float}", float=number(float(path.readouts[-1])))
    back = np.linalg.norm(points[-1] - points[-2 : -2 - _LONGEST_PERIOD : -1], axis=1)
    if back[0] < _RESTS * size:
        return tr("brings the state to rest{there}", there=there)
    period = next((steps for steps, far in enumerate(back, 1) if far < _RESTS * size), 0)
    if period and back[0] > 10 * _RESTS * size:
        return tr("leads the state round {period} places in turn", period=period)
    return tr("still moves the state after {count} words", count=len(points))


def _parted(panel: PlanePanel) -> str:
    """Say which fixed point lies between the stable ones, where the state came to rest at one of these."""
    stable = [one for one in panel.marks if one.mark.kind == "stable"]
    saddles = [one for one in panel.marks if one.mark.kind == "saddle"]
    size = panel.high - panel.low
    end = panel.repeated[0].points[-1]
    near = [one for one in stable if (np.abs(np.array([one.x, one.y]) - end) < _AT * size).all()]
    if len(near) != 1 or len(stable) < 2:
        return ""
    others = [one.mark.readout for one in stable if one is not near[0]]
    there = [number(value) for value in others if value is not None]
    elsewhere = ""
    if len(there) == len(others) <= _FEW:
        elsewhere = tr(", from elsewhere at {places}", places=tr(" or at ").join(there)) if there else ""
    return f"{elsewhere}{tr('; the saddle parts them') if len(saddles) == 1 and len(stable) == 2 else ''}"


def _rises(panel: PlanePanel) -> list[str]:
    """Say along which component the read-out rises, where there are points enough to tell."""
    points, values = panel.background, panel.background_readouts
    if not len(points):
        points, values = panel.path.points, panel.path.readouts
    known = np.isfinite(points).all(axis=1) & np.isfinite(values)
    if known.sum() < _FEWEST or np.ptp(values[known]) == 0.0:
        return []
    with np.errstate(all="ignore"):
        rho = [np.corrcoef(points[known, axis], values[known])[0, 1] for axis in (0, 1)]
    best = int(np.nanargmax(np.abs(rho))) if np.isfinite(rho).any() else 0
    if not abs(rho[best]) >= _RISES:
        return [tr("The read-out follows neither of the two components.")]
    found = number(float(rho[best]))
    if rho[best] > 0:
        rises = (
            mark("The read-out rises along the 1st component (ρ\u00a0=\u00a0{rho})."),
            mark("The read-out rises along the 2nd component (ρ\u00a0=\u00a0{rho})."),
        )
        return [tr(rises[best], rho=found)]
    falls = (
        mark("The read-out falls along the 1st component (ρ\u00a0=\u00a0{rho})."),
        mark("The read-out falls along the 2nd component (ρ\u00a0=\u00a0{rho})."),
    )
    return [tr(falls[best], rho=found)]


def _slowest(panel: PlanePanel) -> str:
    assert panel.field is not None
    speed = np.where(np.isfinite(panel.field.speed), panel.field.speed, np.inf)
    row, column = np.unravel_index(int(speed.argmin()), speed.shape)
    place = [panel.field.xs[column], panel.field.ys[row]][: 1 if len(panel.field.ys) == 1 else 2]
    written = ", ".join(number(float(one)) for one in place)
    length = number(float(speed[row, column]), 3)
    said = tr(
        "The slowest place of the grid is at {written}: a step there is {length} long.", written=written, length=length
    )
    if panel.cell == "lstm":
        other = "cell" if panel.state == "hidden_state" else "hidden"
        said += tr(" Arrows have the {other} state of the cursor.", other=other)
    return said
