"""Whether a model was read right: its states against a reference's, and which reading fits if this one does not.

proof = prove(stack, Path("reference.npz"), {"gate_order": "i,g,f,o"})
proof.fits            False
proof.better.text     "--convention gate_order=i,f,g,o"
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gatescope.errors import FormatError, UsageError
from gatescope.formats.arrays.reference_file import Arrays, read_reference
from gatescope.formats.core.found import Stack
from gatescope.formats.core.model import Model
from gatescope.progress import Report, silent
from gatescope.proof.case import Case, affinity, cases
from gatescope.proof.measure import Row, embedding_row, excess, measure
from gatescope.proof.slips import Reading, slips
from gatescope.proof.subject import Subject, of_model, of_stack
from gatescope.proof.trial import Fitting, sift, within
from gatescope.words import mark, tr

_MOST_CASES = 6
_MOST_ALIKE = 8
# Readings with an excess up to this differ by rounding only; likelihood decides between them.
_ROUNDING = 0.03


@dataclass(frozen=True)
class Alternative:
    """Another reading that fits the reference.

    Attributes:
        overrides: the conventions to give for the file; empty for the file's own reading.
        delta: max |Δ| over all signals.
    """

    overrides: Reading
    delta: float

    @property
    def text(self) -> str:
        """As the command line takes it; empty for the file's own reading."""
        return " ".join(f"--convention {key}={value}" for key, value in self.overrides.items())


@dataclass(frozen=True)
class Proof:
    """The outcome of comparing a model with a reference.

    Attributes:
        subject: name of the stack or model.
        reference: the file.
        overrides: how the model was read, beside what its file says.
        rows: a row a signal, layer and direction of every run that was compared.
        better: the reading that fits where this one does not, or None where none was found.
        alike: other readings that the reference cannot tell from the one that fits.
        tried: how many other readings were run.
        notes: sentences on what was left out, and what the reference counts differently.
    """

    subject: str
    reference: Path
    overrides: Reading
    rows: tuple[Row, ...]
    better: Alternative | None = None
    alike: tuple[Alternative, ...] = ()
    tried: int = 0
    notes: tuple[str, ...] = ()

    @property
    def fits(self) -> bool:
        return all(row.fits for row in self.rows)

    @property
    def delta(self) -> float:
        """The max |Δ| over all rows."""
        return max(row.delta for row in self.rows)

    @property
    def verdict(self) -> str:
        """One sentence for a person."""
        if self.fits:
            return f"{self.subject} fits {self.reference.name}: max |Δ| {self.delta:.1e} over {len(self.rows)} signals"
        head = f"{self.subject} does not fit {self.reference.name}: max |Δ| {self.delta:.1e}"
        if self.better is None:
            return (
                f"{head}, and nothing that was tried does ({self.tried} other readings): the reference may be of other "
                "weights or other inputs"
            )
        how = f"with {self.better.text}" if self.better.overrides else "as the file has it, without --convention"
        return f"{head}; {how} it does: {self.better.delta:.1e}"


def prove(
    proven: Stack | Model, reference: Path, overrides: Mapping[str, object] | None = None, report: Report = silent
) -> Proof:
    """Compare a stack or a model with a reference, and search for the reading that fits if this one does not.

    Args:
        proven: as its file was read.
        reference: a .npz of inputs and states; `reference_names` has the names, `layout` the shapes.
        overrides: conventions that the file cannot say, as ``--convention`` takes it.

    Raises:
        FileError: the reference cannot be read.
        FormatError: it holds no inputs and states of this network's sizes.
        UsageError: an override means nothing for the network.
    """
    subject = of_stack(proven) if isinstance(proven, Stack) else of_model(proven)
    return prove_subject(subject, reference, read_reference(reference), overrides or {}, report)


def prove_subject(
    subject: Subject, path: Path, arrays: Arrays, overrides: Mapping[str, object], report: Report = silent
) -> Proof:
    """Do as `prove` with the arrays of a reference that was read already."""
    network = subject.read_as(overrides)
    found = _likely(cases(arrays, subject), subject)
    if not found:
        raise FormatError(path, _nothing_there(arrays, subject))
    said = {key: str(value) for key, value in overrides.items()}
    whole = [within(case, network) for case in found]
    rows = [measure(network, case, subject.masked_id, subject.merge) for case in whole]
    report(0.2)
    fitting = [k for k, measured in enumerate(rows) if excess(measured) <= 1]
    if not fitting:
        return _search(subject, path, said, found, rows, report)
    shown = [row for k in fitting for row in (*embedding_row(network, whole[k]), *rows[k])]
    notes = _notes([found[k] for k in fitting], [whole[k] for k in fitting], shown)
    proof = Proof(subject.name, path, said, tuple(shown), notes=notes)
    best = found[min(fitting, key=lambda k: excess(rows[k]))]
    readings = slips(subject, said, 1)
    alike, tried = sift(subject, best, readings)
    report(1.0)
    others = _confirmed(subject, best, _by_likelihood(alike, readings))
    return replace(proof, alike=tuple(others), tried=tried)


def _search(
    subject: Subject, path: Path, said: Reading, found: list[Case], rows: list[list[Row]], report: Report
) -> Proof:
    """Look for a reading that fits, as nothing does as it was read: no change, one, then two, case by case."""
    order = sorted(range(len(found)), key=lambda k: (-affinity(found[k], subject), excess(rows[k])))[:_MOST_CASES]
    tried = 0
    for changes in (0, 1, 2):
        readings = slips(subject, said, changes)
        for k in order if readings else []:
            report(0.2 + 0.25 * changes + 0.25 * order.index(k) / len(order))
            sifted, count = sift(subject, found[k], readings)
            tried = max(tried, count) if k != order[0] else tried + count
            if confirmed := _confirmed(subject, found[k], _by_likelihood(sifted, readings)):
                best, *alike = confirmed
                notes = (*_notes([found[k]], [within(found[k], subject.network)], rows[k]), *_obstacles(subject))
                return Proof(subject.name, path, said, tuple(rows[k]), best, tuple(alike), tried, notes)
    closest = order[0]
    notes = (*_notes([found[closest]], [within(found[closest], subject.network)], rows[closest]), *_obstacles(subject))
    return Proof(subject.name, path, said, tuple(rows[closest]), tried=tried, notes=notes)


def _obstacles(subject: Subject) -> tuple[str, ...]:
    """Return what a difference may come from that no other reading mends."""
    return tuple(
        mark("not computed, and perhaps the difference: {obstacle}", obstacle=obstacle)
        for obstacle in subject.obstacles
    )


def _likely(found: list[Case], subject: Subject) -> list[Case]:
    """Return the cases that bear the network's own name, where there are any; else all."""
    named = [case for case in found if affinity(case, subject) == 100]
    return named or found


def _by_likelihood(fitting: list[Fitting], readings: Sequence[Reading]) -> list[Fitting]:
    """Sort, best first; those that differ by rounding only in the order of `readings`, likeliest first."""
    near = [one for one in fitting if one.excess <= max(_ROUNDING, fitting[0].excess)]
    near.sort(key=lambda one: readings.index(one.reading))
    return [*near, *(one for one in fitting if one not in near)][:_MOST_ALIKE]


def _confirmed(subject: Subject, case: Case, fitting: Sequence[Fitting]) -> list[Alternative]:
    """Return the readings that fit the whole network and the whole case too."""
    found = []
    for one in fitting:
        try:
            network = subject.read_as(one.reading)
        except UsageError:
            continue
        rows = measure(network, within(case, network), subject.masked_id, subject.merge)
        if excess(rows) <= 1:
            found.append(Alternative(one.reading, max(row.delta for row in rows)))
    return found


def _notes(found: Sequence[Case], whole: Sequence[Case], rows: Sequence[Row]) -> tuple[str, ...]:
    notes = []
    if any(row.turned for row in rows):
        notes.append(mark("the reference counts the update gate the other way round, as 1 − z"))
    for case, cut in zip(found, whole, strict=True):
        (batch, tokens), (first, length) = case.inputs.shape[:2], cut.inputs.shape[:2]
        if (batch, tokens) != (first, length):
            notes.append(
                mark(
                    "of {key}, {first} of {batch} sequences and {length} of {tokens} tokens were compared",
                    key=case.key,
                    first=first,
                    batch=batch,
                    length=length,
                    tokens=tokens,
                )
            )
    return tuple(notes)


def _nothing_there(arrays: Arrays, subject: Subject) -> str:
    network = subject.network
    contents = ", ".join(f"{key} {array.shape}" for key, array in list(arrays.items())[:12]) or tr("no numbers at all")
    return tr(
        "has no inputs (T, {inputs}) with hidden states (T, {outputs}) of {name} beside them, under names such as x "
        "and h, h_L0; it holds {contents}",
        inputs=network.inputs,
        outputs=network.outputs,
        name=subject.name,
        contents=contents,
    )
