"""The task "names": say after every letter of a surname which of 18 languages it comes from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from gatescope.errors import FileError, UsageError
from gatescope.formats.files.text import read_text
from gatescope.text.registry import tokenizer
from gatescope.text.tokens import UNKNOWN
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Shuffled
from gatescope.training.corpora import Source
from gatescope.training.dropout import Dropout
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import classified
from gatescope.training.settings import Settings
from gatescope.training.split import split
from gatescope.training.tasks.metric import ACCURACY
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark, tr

FOLDER = "names_18lang"
READOUT = "language"
EXAMPLES = ("Schneider", "Tanaka", "O'Neal", "Kowalczyk", "Papadopoulos", "Rossi", "Nguyen")
_LETTERS = "abcdefghijklmnopqrstuvwxyz '-"
_RARE = 3


def names_of(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names in the files ``LANGUAGE.txt`` of `folder`, and of each its language.

    Raises:
        FileError: the folder holds no such file, or one cannot be read.
        FormatError: one is no text.
    """
    files = sorted(path for path in folder.glob("*.txt") if path.stem != "README")
    if len(files) < 2:
        raise FileError(
            folder, tr("should hold a file LANGUAGE.txt of names, one a line, for each of several languages")
        )
    names: list[str] = []
    languages: list[str] = []
    for path in files:
        found = [line.strip() for line in read_text(path).splitlines() if line.strip()]
        names += found
        languages += [path.stem] * len(found)
    return names, languages


def prepare(material: Material, recipe: Recipe) -> Prepared:
    """Read and split the names; one that occurs in several languages lies on one side with all its copies."""
    if material.corpus is None:
        raise UsageError(
            tr("the names are not shipped: give --corpus DIR, a folder that holds {folder}", folder=FOLDER)
        )
    names, languages = names_of(material.corpus / FOLDER)
    labels = tuple(dict.fromkeys(languages))
    classes = [labels.index(language) for language in languages]
    letters = tokenizer("character")
    folded = [name.lower() for name in names]
    train, held_out = split(folded)
    cut = [letters.tokenize(name, Vocabulary(())).words() for name in folded]
    frequent = Vocabulary.build((cut[i] for i in train), minimum_count=_RARE, lower_case=True)
    vocabulary = Vocabulary(
        (UNKNOWN, *dict.fromkeys((*_LETTERS, *sorted(frequent.tokens[1:])))), lower_case=True, unknown=0
    )
    every_letter = float(recipe.options.get("every-letter", _EVERY_LETTER))
    packed = classified([vocabulary.ids(cut[i]) for i in train], [classes[i] for i in train], every_letter)
    return Prepared(
        vocabulary=vocabulary,
        tokenizer=letters,
        readout=READOUT,
        kind="softmax",
        labels=labels,
        training=Shuffled(packed, recipe.settings.batch, recipe.seed),
        held_out=classified([vocabulary.ids(cut[i]) for i in held_out], [classes[i] for i in held_out]),
        metric=replace(ACCURACY, name="held-out accuracy"),
        unit="names",
        sources=(
            Source(
                "Names of 18 languages",
                "Robertson 2017, https://github.com/spro/practical-pytorch",
                "MIT",
                len(names),
                "names",
            ),
        ),
        examples=EXAMPLES,
    )


_EVERY_LETTER = 0.3
TASK = Task(
    name="names",
    title=mark("Which language does a surname come from?"),
    look_for=mark("the letters that decide (-ov, sch, -ino, tan-), and how the languages part after every one"),
    recipe=Recipe(
        units=64,
        embedding=24,
        settings=Settings(
            epochs=20,
            patience=20,
            learning_rate=0.003,
            schedule="cosine",
            clip_norm=1.0,
            dropout=Dropout(inputs=0.2, outputs=0.4, recurrent=0.2),
        ),
    ),
    prepare=prepare,
    corpora=(FOLDER,),
    options=(
        Option(
            "every-letter",
            _EVERY_LETTER,
            mark("weight of the mean loss after every letter; the rest weighs that after the last one"),
            most=1.0,
        ),
    ),
)
