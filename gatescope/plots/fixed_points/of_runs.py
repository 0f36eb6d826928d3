"""From the answers of searches to the pictures of fixed points."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from gatescope.analysis.fixed_points.found import FixedPoints, Values
from gatescope.plots.fixed_points.asked import chosen_point, read_words
from gatescope.plots.fixed_points.eigenvalues_plot import EigenvaluesPlot, Spectrum
from gatescope.plots.fixed_points.ladder_plot import LadderPlot
from gatescope.plots.fixed_points.point_words import (
    dropped_sentences,
    eigenvalues_sentence,
    kind_words,
    ladder_sentence,
    loose_sentence,
    points_sentence,
    readout_of,
    readout_words,
    stopped_sentence,
)
from gatescope.plots.fixed_points.subject import Subject
from gatescope.plots.fixed_points.table_plot import FixedPointsPlot, PointRow
from gatescope.plots.model_names import model_names
from gatescope.plots.numbers import number
from gatescope.plots.runs import caption, front_run
from gatescope.plots.signals import CELL_NAMES, part_title
from gatescope.plots.space.plane import FixedPointMark, StateVector
from gatescope.session.document.document import Focus
from gatescope.session.document.resting import PointRef
from gatescope.session.run.snapshot import Run
from gatescope.words import decimal, mark, tr

Results = Sequence[FixedPoints | None]

FREE = mark("What is held in the sentence is let go in the search.")

# |λ| from which on a difference fades so slowly that its direction is worth a mark.
_SLOW = 0.9


def describe_table(
    runs: Sequence[Run], results: Results, focus: Focus, failures: Sequence[str] = ()
) -> FixedPointsPlot:
    """Return the table of all points of all runs, and a sentence about those of the model in front."""
    several, names = len(runs) > 1, model_names(runs)
    rows = [
        PointRow(
            PointRef(run.model, found, index),
            point.kind,
            kind_words(point),
            number(point.largest, 3),
            f"{point.unstable}",
            readout_words(run.network, point),
            decimal(f"{point.starts:,}"),
            names[run.model] if several else "",
            f"cell:{run.network.cell.name}" if several else "",
        )
        for run, found in zip(runs, results, strict=True)
        if found is not None
        for index, point in enumerate(found.points)
    ]
    in_focus = chosen_point(runs, results, focus)
    front, shown = _front(runs, results, in_focus, focus)
    said = [] if shown is None else [points_sentence(shown)]
    if several and front is not None and said:
        said[0] = f'<span class="{front.network.cell.name}">{escape(names[front.model])}</span>: {said[0]}'
    said += [_free(front)]
    rest = [] if shown is None else [dropped_sentences(shown), stopped_sentence(shown)]
    rest += [f"{escape(run.model)}: {escape(why)}" for run, why in zip(runs, failures, strict=False) if why]
    return FixedPointsPlot(
        rows=tuple(rows),
        read="" if front is None else read_words(front, focus.reading, focus.token),
        starts="" if shown is None else tr("{starts:,} starts", starts=shown.starts),
        place=_place(front, shown),
        has_readouts=any(row.readout for row in rows),
        in_focus=next((at for at, row in enumerate(rows) if row.ref == in_focus), None),
        finding=" ".join(part for part in said if part),
        rest=" ".join(part for part in rest if part),
        subject=_subject(runs),
        caption=_caption(runs, results),
    )


def describe_eigenvalues(runs: Sequence[Run], results: Results, focus: Focus) -> EigenvaluesPlot:
    """Return the eigenvalues at the chosen point; without a point, why there are none."""
    in_focus = chosen_point(runs, results, focus)
    front, shown = _front(runs, results, in_focus, focus)
    if in_focus is None:
        return EigenvaluesPlot(
            finding="" if shown is None else f"{points_sentence(shown)} {_free(front)}".rstrip(),
            subject=_subject(runs),
            caption=_caption(runs, results),
        )
    point, name = in_focus.point, _name(runs, in_focus.model)
    run = next(run for run in runs if run.model == in_focus.model)
    refs = (PointRef(in_focus.model, in_focus.found, index) for index in range(len(in_focus.found.points)))
    return EigenvaluesPlot(
        in_focus=Spectrum(in_focus, point.eigenvalues),
        others=tuple(Spectrum(ref, ref.point.eigenvalues) for ref in refs if ref != in_focus),
        about=_about(_called(run, in_focus), name, len(point.eigenvalues)),
        finding=f"{eigenvalues_sentence(point, _steps(run))} {_free(run)}".rstrip(),
        subject=_subject(runs),
        caption=_caption(runs, results),
    )


def describe_ladder(runs: Sequence[Run], results: Results, focus: Focus) -> LadderPlot:
    """Return the ladder of the model whose point is in_focus, or of the one in front."""
    front, shown = _front(runs, results, chosen_point(runs, results, focus), focus)
    if front is None or shown is None:
        return LadderPlot(subject=_subject(runs), caption=_caption(runs, results))
    return LadderPlot(
        rungs=shown.ladder,
        name=_name(runs, front.model),
        finding=f"{ladder_sentence(shown.ladder, len(shown.points) + shown.more)} {_free(front)}".rstrip(),
        rest=loose_sentence(shown.ladder),
        subject=_subject(runs),
        caption=_caption(runs, results),
    )


def marks(runs: Sequence[Run], results: Results, focus: Focus) -> tuple[FixedPointMark, ...]:
    """Return the marks of all points in the planes of their models; `number` is the place in `marked_points`."""
    in_focus, refs = chosen_point(runs, results, focus), marked_points(runs, results)
    by_model = {run.model: run for run in runs}
    return tuple(_mark(by_model[ref.model], ref, at, in_focus=ref == in_focus) for at, ref in enumerate(refs))


def marked_points(runs: Sequence[Run], results: Results) -> tuple[PointRef, ...]:
    """Return the points in the order of their marks."""
    return tuple(
        PointRef(run.model, found, index)
        for run, found in zip(runs, results, strict=True)
        if found is not None
        for index in range(len(found.points))
    )


def _mark(run: Run, ref: PointRef, place: int, *, in_focus: bool) -> FixedPointMark:
    point, outputs = ref.point, run.network.parameters(ref.found.part).outputs
    value, _ = readout_of(run.network, point)
    words = readout_words(run.network, point)

    def vector(values: Values) -> StateVector:
        return StateVector(values[:outputs], values[outputs:] if len(values) > outputs else None)

    return FixedPointMark(
        run.model,
        ref.found.part,
        vector(point.state),
        point.kind,
        directions=tuple(vector(one) for one in point.directions) if point.unstable else (),
        readout=value,
        in_focus=in_focus,
        label=f"{point.kind}, {words}" if words else point.kind,
        number=place,
        slow=vector(point.directions[0]) if not point.unstable and point.largest >= _SLOW else None,
    )


def _front(
    runs: Sequence[Run], results: Results, in_focus: PointRef | None, focus: Focus
) -> tuple[Run | None, FixedPoints | None]:
    """Return the run that the sentences are about, and its answer."""
    run = front_run(runs, focus)
    if in_focus is not None:
        run = next(one for one in runs if one.model == in_focus.model)
    found = next((found for one, found in zip(runs, results, strict=True) if one is run), None)
    return run, found


def _free(run: Run | None) -> str:
    """Say of a run in which something is held that the search, which is one of its network alone, leaves it out."""
    return tr(FREE) if run is not None and run.trace.interventions else ""


def _called(run: Run, ref: PointRef) -> str:
    """Return what the point is called among the others: its kind, with the read-out where several have that kind."""
    point = ref.point
    alike = [one for one in ref.found.points if one.kind == point.kind]
    words = readout_words(run.network, point)
    name = point.kind if point.kind == "saddle" else tr("{kind} point", kind=point.kind)
    return tr("{name} at {words}", name=name, words=words) if len(alike) > 1 and words else name


def _steps(run: Run) -> str:
    """Return what time is counted in: letters where every token is one."""
    if run.network.embedding is None:
        return "steps"
    lengths = run.tokens.ends - run.tokens.starts
    return "letters" if len(lengths) > 1 and int(lengths.max()) == 1 else "words"


def _name(runs: Sequence[Run], model: str) -> str:
    return model_names(runs)[model] if len(runs) > 1 else ""


def _place(run: Run | None, found: FixedPoints | None) -> str:
    return "" if run is None or found is None else part_title(run.network, found.part)


def _subject(runs: Sequence[Run]) -> Subject:
    return Subject(
        ", ".join(run.model for run in runs),
        ", ".join(dict.fromkeys(CELL_NAMES[run.network.cell.name] for run in runs)),
        runs[0].tokens.text if runs else "",
    )


def _caption(runs: Sequence[Run], results: Results) -> str:
    parts = [None if found is None else found.part for found in results]
    return caption(list(zip(runs, parts, strict=True)))


def _about(point: str, name: str, count: int) -> str:
    """Return whose eigenvalues are drawn, and how many there are."""
    if name:
        return tr("the {point} of {name}, {count:,} of them", point=point, name=name, count=count)
    return tr("the {point}, {count:,} of them", point=point, count=count)
