"""Reads a file as a model, a project, words, vectors or a text, and describes it. No Qt: it runs off the GUI thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gatescope.engine.network import Network
from gatescope.errors import FileError, FormatError, GateScopeError
from gatescope.formats.core.found import ModelFile, Stack
from gatescope.formats.core.model import Model
from gatescope.formats.detect.suffixes import LESSONS, PROJECT, TEXTS, VECTORS, has
from gatescope.formats.files.regular import open_file, size_of
from gatescope.formats.files.text import decode
from gatescope.progress import Report
from gatescope.session.scene.scene import Scene
from gatescope.words import decimal, tr, trn

_LONGEST_TEXT = 64 << 20


@dataclass(frozen=True)
class OpenedText:
    """A text for the sentence."""

    path: Path
    text: str


@dataclass(frozen=True, eq=False)
class OpenedModel:
    """A model file, and the model of its first stack."""

    path: Path
    file: ModelFile
    model: Model


@dataclass(frozen=True)
class OpenedWords:
    """A vocabulary for an open model; its file is read once that model is known."""

    path: Path


@dataclass(frozen=True)
class OpenedVectors:
    """Vectors for an open model; their file is read once that model is known."""

    path: Path


@dataclass(frozen=True, eq=False)
class OpenedFigure:
    """The scene that a figure carries."""

    path: Path
    scene: Scene


@dataclass(frozen=True)
class OpenedProject:
    """A project; it is read once the work that is open has been saved or given up."""

    path: Path


@dataclass(frozen=True)
class OpenedLesson:
    """A card of claims, which is played beside those that are opened with it."""

    path: Path


Opened = OpenedText | OpenedModel | OpenedWords | OpenedVectors | OpenedFigure | OpenedProject | OpenedLesson


def read_path(path: Path, report: Report) -> Opened:
    """Read the file at `path` as far as that needs no knowledge of the open models.

    Raises:
        FileError: it cannot be read, or is nothing that GateScope opens; the sentence says what it is.
        Cancelled: `report` says that the result is no longer wanted.
    """
    # The readers are not needed for the first picture.
    from gatescope.formats.core.found_model import model_of
    from gatescope.formats.detect.content import Content, content_of
    from gatescope.formats.detect.reading import read
    from gatescope.formats.words.attach import words_beside
    from gatescope.session.scene.in_file import scene_in

    content = content_of(path)
    if content is Content.FIGURE:
        return OpenedFigure(path, scene_in(path))
    if content is Content.PROJECT or (content is Content.UNTOLD and has(path, (PROJECT,))):
        return OpenedProject(path)
    if content is Content.UNTOLD and has(path, LESSONS):
        return OpenedLesson(path)
    if content is Content.UNTOLD and has(path, TEXTS):
        return OpenedText(path, _read_text(path))
    if content is Content.VECTORS or (content is Content.UNTOLD and has(path, VECTORS)):
        return OpenedVectors(path)
    try:
        file = read(path, report)
    except FormatError:
        if _is_vocabulary(path):
            return OpenedWords(path)
        raise
    return OpenedModel(path, file, words_beside(model_of(file), path))


def stack_of(file: ModelFile, stack: str) -> OpenedModel:
    """Return the model of one stack, or of one layer, of a file that has been read.

    Raises:
        FormatError: its parts do not fit together.
    """
    from gatescope.formats.core.found_model import model_of
    from gatescope.formats.words.attach import words_beside

    model = model_of(file, stack, name=f"{file.path.stem} {stack}")
    return OpenedModel(file.path, file, words_beside(model, file.path))


def named(model: Model, models: Mapping[str, Model]) -> Model:
    """Return `model` under a name that no other of `models` has; the same stack of the same file keeps its name."""
    name, number = model.name, 1
    while name in models and not _same_source(models[name], model):
        number += 1
        name = f"{model.name} {number}"
    if name == model.name:
        return model
    family = name if model.family == model.name else model.family
    return replace(model, name=name, card={**model.card, "family": family})


def summary(file: ModelFile, model: Model) -> str:
    """Describe in one or two sentences the cell, the number of assumptions and the rest of the file.

    A file of GateScope's own leaves nothing open: of that, only numbers that are not finite are told.
    """
    stack = file.stack(model.origin.stack) if model.origin is not None else file.stack()
    bad = not_finite(file, stack)
    not_all_finite = tr("Not finite: {bad}.", bad=bad) if bad else ""
    if file.card:
        return not_all_finite
    told = f"{model.name}: {describe(model.network)}"
    if words := words_from(model):
        told += " " + tr("named by {words}", words=words)
    assumed = len(stack.assumptions)
    if assumed:
        told += ", " + trn("{count} thing assumed", "{count} things assumed", assumed)
    sentences = [f"{told}."]
    if stack.obstacles:
        sentences.append(tr("Not computed: {obstacle}.", obstacle=_first(stack.obstacles)))
    if stack.warnings:
        first = _first(stack.warnings)
        sentences.append(f"{first[0].upper()}{first[1:]}.")
    if not_all_finite:
        sentences.append(not_all_finite)
    if model.network.embedding is None:
        sentences.append(tr("It reads noise until you feed it something else."))
    others = len(file.stacks) - 1
    if others:
        sentences.append(
            trn(
                "The file has one more stack of layers; this is {name}.",
                "The file has {count} more stacks of layers; this is {name}.",
                others,
                name=stack.name,
            )
        )
    return " ".join(sentences)


def _first(remarks: Sequence[str]) -> str:
    """Return the first of some remarks, and how many there are besides."""
    rest = len(remarks) - 1
    first = tr(remarks[0])
    return tr("{first}, and {rest} more (see Inspect)", first=first, rest=rest) if rest else first


def describe(network: Network) -> str:
    """Return cell, layers, units, direction and inputs in a few words: ``GRU 2 × 50, both directions, 257 inputs``;
    of a projection also what it leaves: ``LSTM 1 × 50 → 20``."""
    told = f"{network.cell.name.upper()} {len(network.layers)} × {network.units}"
    if network.outputs != network.units:
        told += f" → {network.outputs}"
    if network.directions == ("reverse",):
        told += tr(", from the end")
    elif len(network.directions) > 1:
        told += tr(", both directions")
    if network.embedding is None:
        return f"{told}, {trn('{count} input', '{count} inputs', network.inputs)}"
    return f"{told}, {trn('{count} token', '{count} tokens', len(network.embedding))}"


def words_from(model: Model) -> str:
    """Return the name of the file that was attached for the words of `model`; empty where none was attached."""
    from gatescope.formats.words.attach import NOTES

    attached = model.card.get(NOTES)
    return str(attached.get("file", "")) if isinstance(attached, dict) else ""


def not_finite(file: ModelFile, stack: Stack) -> str:
    """Name the tensors of `stack` with NaN or Inf and count those numbers; empty where every number is finite."""
    own = set(stack.tensors)
    bad = [tensor for tensor in file.tensors if tensor.name in own and (tensor.nan or tensor.inf)]
    return ", ".join(
        tr("{numbers} in {name}", numbers=tr(" and ").join(_counts(t.nan, t.inf)), name=t.name) for t in bad
    )


def _counts(nan: int, infinite: int) -> list[str]:
    found = (nan, "NaN"), (infinite, tr("infinite"))
    return [f"{decimal(f'{count:,}')} {what}" for count, what in found if count]


def _same_source(known: Model, model: Model) -> bool:
    a, b = known.origin, model.origin
    return a is not None and b is not None and (a.path, a.stack) == (b.path, b.stack)


def _is_vocabulary(path: Path) -> bool:
    from gatescope.formats.words import vocabulary_file

    if path.suffix.lower() != ".json":
        return False
    try:
        return bool(vocabulary_file.read(path).vocabulary)
    except GateScopeError:
        return False


def _read_text(path: Path) -> str:
    try:
        size = size_of(path)
        if size > _LONGEST_TEXT:
            raise FileError(
                path,
                tr(
                    "is {size} MB of text; GateScope takes {longest_text} MB",
                    size=size >> 20,
                    longest_text=_LONGEST_TEXT >> 20,
                ),
            )
        with open_file(path) as file:
            return decode(path, file.read())
    except OSError as error:
        raise FileError(
            path, tr("cannot be read: {reason}", reason=(error.strerror or tr("unknown reason")).lower())
        ) from error
