"""What a task is: what it asks, where its sequences come from, what is read out, and how well is good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gatescope.engine.network import Array, Network, ReadOutKind
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Batches
from gatescope.training.corpora import Source
from gatescope.training.fitted_read_out import FurtherReadOut
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import Sequences
from gatescope.training.tasks.metric import Metric
from gatescope.training.tasks.option import Option


@dataclass(frozen=True)
class Material:
    """What a person gives to learn from; a task that draws its own sequences needs none of it.

    Attributes:
        corpus: a folder with the public corpora, each in a folder of its own.
        data: a file of the person's own.
    """

    corpus: Path | None = None
    data: Path | None = None


@dataclass(frozen=True, eq=False)
class Finished:
    """A model that reads and says other numbers than the trained network, such as those of a person's file.

    Attributes:
        network: makes its network of the trained one.
        held_out: the held-out sequences as it reads them, with what it should say.
        metric: how well it does on them; the same measure as of the trained one.
        sample: (T, I) vectors to read first.
    """

    network: Callable[[Network], Network]
    held_out: Sequences
    metric: Metric
    sample: Array


@dataclass(frozen=True, eq=False)
class Prepared:
    """A task ready for training.

    Attributes:
        vocabulary, tokenizer: of words or letters; None where the network reads vectors.
        inputs: names of the numbers of an input vector; empty where it reads tokens.
        readout, kind, labels: what is read out, and what the columns mean.
        training: the mini-batches.
        held_out: sequences that are never trained on.
        metric: how well a network does on them.
        unit: what the held-out sequences are called, such as ``"sentences"``.
        sources: where the sequences come from.
        examples: to type first, the best one first.
        sample: (T, I) vectors to read first, where it reads vectors, as the trained network reads them.
        further: what is read out beside that, fitted to the states once the network is trained.
        finished: the model, where that is not the trained network itself.
    """

    vocabulary: Vocabulary | None
    tokenizer: Tokenizer | None
    readout: str
    kind: ReadOutKind
    labels: tuple[str, ...]
    training: Batches
    held_out: Sequences
    metric: Metric
    unit: str
    sources: tuple[Source, ...] = ()
    examples: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()
    sample: Array | None = None
    further: FurtherReadOut | None = None
    finished: Finished | None = None

    @property
    def columns(self) -> int:
        """C, of the read-out."""
        return 1 if self.kind == "logistic" else len(self.labels)


@dataclass(frozen=True, eq=False)
class Task:
    """Something that a network can learn.

    Attributes:
        name: as on the command line, and the family of the models that do it.
        title: what it asks, as a question or a sentence.
        look_for: what is worth watching in a trained model, in a sentence or two.
        corpora: folders that it reads of `Material.corpus`; empty where it draws its own sequences.
        takes_data: whether a person's own file serves.
        data_holds: what such a file is, for the help.
        options: choices that this task has beside those of every recipe.
        recipe: what it is trained by where nothing else is said.
        prepare: makes it ready for a recipe.

    `prepare` raises UsageError where the material is missing, FileError or FormatError where it cannot be read, and
    ModelError where it holds too little.
    """

    name: str
    title: str
    look_for: str
    recipe: Recipe
    prepare: Callable[[Material, Recipe], Prepared]
    corpora: tuple[str, ...] = ()
    takes_data: bool = False
    data_holds: str = "your own .csv, .tsv or .jsonl with the columns text and label"
    options: tuple[Option, ...] = ()
