"""The task "characters": the next letter of English."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gatescope.errors import FormatError, ModelError, UsageError
from gatescope.formats.files.text import read_text
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Drawn
from gatescope.training.corpora import Source
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import Ids, Sequences, pack
from gatescope.training.settings import Settings
from gatescope.training.tasks.metric import NATS
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark, tr

FOLDER = "tiny_shakespeare"
READOUT = "next"
EXAMPLES = (
    "KING RICHARD:\nWhat is the matter with the world?",
    "First Citizen:\nBefore we proceed any further, hear me speak.",
    "To be, or not to be, that is the question",
    "My lord, I will not speak of this again",
    "ROMEO:\nO, she doth teach the torches to burn bright!",
)
HELD_OUT = 0.05
"""The share of the text at its end that is never trained on."""
STRETCH = 1000
"""Letters of a held-out sequence, which begins from the state before any letter, as a typed text does."""
_LEAST = 2 * STRETCH


@dataclass(frozen=True, eq=False)
class Stretches:
    """Stretches of a text from anywhere in it.

    Attributes:
        ids: (N,) letters.
        length: letters that are read, and as many that should come next.
    """

    ids: Ids
    length: int

    def __call__(self, rng: np.random.Generator, epoch: int, size: int) -> Sequences:
        starts = rng.integers(len(self.ids) - self.length, size=size)
        at = (starts[:, None] + np.arange(self.length)).ravel()
        offsets = np.arange(size + 1, dtype=np.int64) * self.length
        return Sequences(self.ids[at], offsets, self.ids[at + 1], np.ones(len(at)))


def check_length(tokens: int, trained: int, length: int, *, words: bool = False) -> None:
    """Check that a text of so many tokens, of which the first are `trained` on, has stretches of `length`.

    Raises:
        ModelError: it has not; the sentence counts words or characters.
    """
    if tokens - trained < 2 or trained <= length + 1:
        raise ModelError(
            tr(
                "the text has {count:,} words, too few for stretches of {length}: give more of it, or a smaller "
                "--stretch"
                if words
                else "the text has {count:,} characters, too few for stretches of {length}: give more of it, or a "
                "smaller --stretch",
                count=tokens,
                length=length,
            )
        )


def in_order(ids: Ids, length: int) -> Sequences:
    """Return a text as stretches of `length` letters, one after the other, each asked for the letter that follows."""
    starts = range(0, len(ids) - 1, length)
    pieces = [ids[start : start + length + 1] for start in starts]
    return pack([p[:-1] for p in pieces], [p[1:] for p in pieces], [np.ones(len(p) - 1) for p in pieces])


def text_of(folder: Path) -> str:
    """Return the text in ``input.txt`` of `folder`.

    Raises:
        FileError: it cannot be read.
        FormatError: it is no text, or too short to train on some and validate on others.
    """
    path = folder / "input.txt"
    text = read_text(path)
    if len(text) < _LEAST / HELD_OUT:
        raise FormatError(
            path, tr("holds {count:,} letters, where {least:,.0f} are few", count=len(text), least=_LEAST / HELD_OUT)
        )
    return text


def prepare(material: Material, recipe: Recipe) -> Prepared:
    """Read and cut the text."""
    if material.corpus is None:
        raise UsageError(tr("the text is not shipped: give --corpus DIR, a folder that holds {folder}", folder=FOLDER))
    return prepared_from(text_of(material.corpus / FOLDER), recipe)


def prepared_from(text: str, recipe: Recipe) -> Prepared:
    """Cut a text: its last twentieth is held out; stretches from anywhere before that are trained on."""
    letters = tokenizer("codepoint")
    vocabulary = Vocabulary(tuple(sorted(set(text))))
    ids = vocabulary.ids(text)
    cut = len(ids) - round(HELD_OUT * len(ids))
    settings, length = recipe.settings, int(recipe.options.get("stretch", _STRETCH))
    check_length(len(ids), cut, length)
    return Prepared(
        vocabulary=vocabulary,
        tokenizer=letters,
        readout=READOUT,
        kind="softmax",
        labels=vocabulary.tokens,
        training=Drawn(
            Stretches(ids[:cut], length), settings.batch, max(1, cut // (settings.batch * length)), settings.seed
        ),
        held_out=in_order(ids[cut:], STRETCH),
        metric=replace(NATS, name="nats a letter"),
        unit=f"stretches of {STRETCH:,} letters",
        sources=(
            Source(
                "Tiny Shakespeare",
                "Karpathy 2015, https://github.com/karpathy/char-rnn",
                "public domain",
                len(ids),
                "letters",
            ),
        ),
        examples=EXAMPLES,
    )


_STRETCH = 64
TASK = Task(
    name="characters",
    title=mark("Which letter comes next?"),
    look_for=mark(
        "the letters that surprise, mostly the first ones of a word, and units that count the line or stay on "
        "within a name in capitals"
    ),
    recipe=Recipe(
        units=128,
        embedding=32,
        settings=Settings(epochs=20, patience=20, batch=32, learning_rate=0.004, schedule="cosine", clip_norm=1.0),
    ),
    prepare=prepare,
    corpora=(FOLDER,),
    options=(Option("stretch", _STRETCH, mark("letters that are read at a time while training"), least=2),),
)
