"""What the button Run would do now, in one sentence, and what is missing before it can do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gatescope.plots.signals import title
from gatescope.training.tasks.task import Material, Task
from gatescope.words import in_quotes, tr

if TYPE_CHECKING:
    from gatescope.session.training.history import History
    from gatescope.session.training.shown_run import ShownRun

Deed = Literal["start", "go_on", "pause", ""]


@dataclass(frozen=True)
class Plan:
    """What Run does.

    Attributes:
        deed: ``"start"`` a run, let one ``"go_on"``, ``"pause"`` it, or nothing where something is missing.
        words: a sentence or two, plain text.
        bad: whether they tell of something that went wrong or is missing.
    """

    deed: Deed
    words: str
    bad: bool = False


def plan(
    front: ShownRun | None, task: Task, material: Material, *, same: bool, problem: str, tried: bool = False
) -> Plan:
    """Say what Run does.

    Args:
        front: the run in front.
        task, material: as chosen in the form.
        same: whether the form still says what the run in front is trained by.
        problem: what is wrong in the fields; empty where nothing is.
        tried: whether Run was asked for while nothing was chosen to learn from, which is a plain hint until then.
    """
    history = None if front is None else front.history
    if history is not None and history.condition == "preparing":
        return Plan(
            "pause",
            tr("Preparing {sources}. The maps follow once the first step is made.", sources=_sources(task, material)),
        )
    if history is not None and history.condition == "running":
        return Plan("pause", tr("Training. Pause it to look at an earlier step or to change something."))
    if problem:
        return Plan("", problem, bad=True)
    missing = missing_material(task, material)
    if missing:
        return Plan("", missing, bad=tried or bool(task.corpora and material.corpus is not None))
    if front is None or history is None:
        return Plan("start", tr("Run trains on {sources}.", sources=_sources(task, material)))
    if not same:
        return Plan(
            "start",
            tr("Run starts another run with what is chosen here; run {number} stays to compare.", number=front.number),
        )
    if front.looked_at is not None:
        words = tr(
            "Run goes on from step {looked_at:,} and drops what came after; undo brings it back.",
            looked_at=front.looked_at,
        )
        return Plan("go_on", words)
    if history.condition == "diverged":
        return Plan(
            "",
            tr("{sentence} Rewind, or change the form and run again.", sentence=_sentence(diverged_words(history))),
            bad=True,
        )
    if history.condition == "failed":
        deed: Deed = "go_on" if front.newest is not None else "start"
        return Plan(deed, _sentence(history.message), bad=True)
    if history.condition == "ended" and history.message != "stopped":
        return Plan("start", tr("{sentence} Run starts it again as another run.", sentence=_sentence(history.message)))
    return Plan("go_on", tr("Run goes on from step {step:,}.", step=history.step))


def diverged_words(history: History) -> str:
    """Say at which step a run diverged, and which number was the first that is none."""
    place = history.diverged
    if place is None:
        return history.message
    said = tr("diverged at step {step:,}: try a smaller learning rate", step=place.step)
    if place.where is None:
        return said
    signal = title(place.where.key.rpartition(".")[2])
    return tr(
        "{said}; first bad {signal}, unit {unit}, at token {token} of a sequence",
        said=said,
        signal=signal,
        unit=place.where.unit,
        token=place.where.token + 1,
    )


def counted(front: ShownRun | None, task: Task) -> str:
    """Say how many sequences a task has, once they were read: ``21,795 sentences, 1,367 more held back.``."""
    if front is None or front.history.task != task.name or not front.history.measured.training:
        return ""
    measured = front.history.measured
    return tr(
        "{training:,} {unit}, {held_out:,} more held back.",
        training=measured.training,
        unit=measured.unit,
        held_out=measured.held_out,
    )


def missing_material(task: Task, material: Material) -> str:
    """Return what is still to be chosen before a task can be learned; empty where nothing is."""
    reads = tr(" and ").join(task.corpora)
    if (
        material.corpus is not None
        and task.corpora
        and not any((material.corpus / one).is_dir() for one in task.corpora)
    ):
        folders = tr(" or ").join(task.corpora)
        return tr(
            "“{name}” holds no folder {folders}: choose the folder that does.",
            name=material.corpus.name,
            folders=folders,
        )
    if (material.corpus is not None and task.corpora) or (material.data is not None and task.takes_data):
        return ""
    if task.corpora:
        own = tr(", or a file of your own") if task.takes_data else ""
        return tr("The texts are not shipped: choose the folder that holds {reads}{own}.", reads=reads, own=own)
    return tr("Choose a file of your own to learn from.") if task.takes_data else ""


def _sources(task: Task, material: Material) -> str:
    named = [in_quotes(material.corpus.name)] if material.corpus is not None and task.corpora else []
    named += [in_quotes(material.data.name)] if material.data is not None and task.takes_data else []
    return tr(" and ").join(named) if named else tr("sequences that the task draws itself")


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:].rstrip('.')}." if message else ""
