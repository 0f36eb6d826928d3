"""The task "classify": which label has a text of your own?"""

from __future__ import annotations

from gatescope.errors import ModelError, UsageError
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Shuffled
from gatescope.training.dropout import Dropout
from gatescope.training.own_data.labelled_texts import LabelledTexts, read_labelled_texts
from gatescope.training.recipe import Recipe
from gatescope.training.sequences import classified
from gatescope.training.settings import Settings
from gatescope.training.split import split
from gatescope.training.tasks.metric import ACCURACY
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark, tr

EXAMPLES, SHORT = 6, 90


def prepare(material: Material, recipe: Recipe) -> Prepared:
    """Read, tokenise and split the texts; those held out did not shape the vocabulary."""
    if material.data is None:
        raise UsageError(tr("give --data FILE, a .csv, .tsv or .jsonl with the columns text and label"))
    return prepared_from(read_labelled_texts(material.data), recipe)


def prepared_from(data: LabelledTexts, recipe: Recipe) -> Prepared:
    """Tokenise and split texts with labels."""
    options = {**{option.name: option.default for option in TASK.options}, **recipe.options}
    pieces = tokenizer(str(options["tokens"]))
    longest = int(options["longest"])
    nothing = Vocabulary(())
    texts = [pieces.tokenize(text, nothing).words()[:longest] for text in data.texts]
    train, held_out = split(data.texts)
    vocabulary = Vocabulary.build(
        (texts[i] for i in train.tolist()),
        minimum_count=int(options["minimum-count"]),
        lower_case=options["tokens"] == "word",
    )
    unheard = set(range(len(data.names))) - {data.labels[i] for i in train.tolist()}
    if unheard:
        raise ModelError(
            tr("too few texts have the label {names!r} to train on one: give more", names=data.names[min(unheard)])
        )
    ids = [vocabulary.ids(text) for text in texts]
    every = float(options["every-token"])
    short = sorted((data.texts[i] for i in held_out.tolist() if texts[i]), key=lambda text: (len(text) > SHORT, text))
    return Prepared(
        vocabulary=vocabulary,
        tokenizer=pieces,
        readout="label",
        kind="logistic" if len(data.names) == 2 else "softmax",
        labels=data.names,
        training=Shuffled(
            classified([ids[i] for i in train], [data.labels[i] for i in train], every),
            recipe.settings.batch,
            recipe.seed,
        ),
        held_out=classified([ids[i] for i in held_out], [data.labels[i] for i in held_out]),
        metric=ACCURACY,
        unit="texts",
        sources=(data.source,),
        examples=tuple(short[:EXAMPLES]),
    )


TASK = Task(
    name="classify",
    title=mark("Which label has the text?"),
    look_for=mark("the word after which the read-out turns"),
    recipe=Recipe(
        units=32,
        embedding=32,
        settings=Settings(epochs=12, patience=3, learning_rate=0.002, dropout=Dropout(inputs=0.3, outputs=0.3)),
    ),
    prepare=prepare,
    takes_data=True,
    data_holds="your own .csv, .tsv or .jsonl with the columns text and label; any labels",
    options=(
        Option("tokens", "word", mark("what a text is cut into"), choices=("word", "character")),
        Option("minimum-count", 2, mark("tokens that are rarer count as unknown"), least=1),
        Option("longest", 400, mark("tokens of a text that are read"), least=1),
        Option(
            "every-token", 0.3, mark("weight of the mean loss after every token; the rest weighs the last"), most=1.0
        ),
    ),
)
