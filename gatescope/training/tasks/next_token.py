"""The task "next-token": the next letter, or the next word, of a text of your own."""

from __future__ import annotations

from dataclasses import replace

from gatescope.errors import UsageError
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Drawn
from gatescope.training.corpora import Source
from gatescope.training.own_data.running_text import RunningText, read_running_text
from gatescope.training.recipe import Recipe
from gatescope.training.settings import Settings
from gatescope.training.tasks.characters import Stretches, check_length, in_order
from gatescope.training.tasks.metric import NATS
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark, tr

HELD_OUT = 0.05
"""The share of the text at its end that is never trained on."""
STRETCH = 500
"""Tokens of a held-out sequence, which begins from the state before any token, as a typed text does."""
TOKENIZERS = {"letter": "codepoint", "word": "word"}
EXAMPLES, SHORT = 5, 60


def prepare(material: Material, recipe: Recipe) -> Prepared:
    """Read and cut the text."""
    if material.data is None:
        raise UsageError(tr("give --data FILE, a .txt, or a .csv, .tsv or .jsonl with a column called text"))
    found = read_running_text(material.data)
    origin = "a file of the user's own" + ("" if found.whole else f", its first {len(found.text):,} letters")
    return prepared_from(found, recipe, Source(material.data.name, origin, "unknown", found.text.count("\n")))


def prepared_from(found: RunningText, recipe: Recipe, source: Source) -> Prepared:
    """Cut a text: its last twentieth is held out; stretches from anywhere before that are trained on."""
    options = {**{option.name: option.default for option in TASK.options}, **recipe.options}
    pieces = tokenizer(TOKENIZERS[str(options["tokens"])])
    tokens = pieces.tokenize(found.text, Vocabulary(())).words()
    cut, length = len(tokens) - round(HELD_OUT * len(tokens)), int(options["stretch"])
    check_length(len(tokens), cut, length, words=options["tokens"] == "word")
    vocabulary = Vocabulary.build([tokens[:cut]], minimum_count=1, lower_case=options["tokens"] == "word")
    vocabulary = replace(vocabulary, tokens=vocabulary.tokens[: int(options["most-tokens"])])
    ids = vocabulary.ids(tokens)
    lines = [line.strip() for line in found.text[: 1 << 16].split("\n")]
    settings = recipe.settings
    return Prepared(
        vocabulary=vocabulary,
        tokenizer=pieces,
        readout="next",
        kind="softmax",
        labels=vocabulary.tokens,
        training=Drawn(
            Stretches(ids[:cut], length), settings.batch, max(1, cut // (settings.batch * length)), settings.seed
        ),
        held_out=in_order(ids[cut:], STRETCH),
        metric=replace(NATS, name=f"nats a {options['tokens']}"),
        unit=f"stretches of up to {STRETCH} {options['tokens']}s",
        sources=(source,),
        examples=tuple(dict.fromkeys(line[:SHORT] for line in lines if line))[:EXAMPLES],
    )


TASK = Task(
    name="next-token",
    title=mark("Which letter or word comes next?"),
    look_for=mark("the tokens that surprise, and the units that count lines or stay on within quotes"),
    recipe=Recipe(
        units=64,
        embedding=32,
        settings=Settings(epochs=10, patience=3, learning_rate=0.004, schedule="cosine", clip_norm=1.0),
    ),
    prepare=prepare,
    takes_data=True,
    data_holds="your own .txt, or a .csv, .tsv or .jsonl with a column called text",
    options=(
        Option("tokens", "letter", mark("what comes next"), choices=tuple(TOKENIZERS)),
        Option(
            "most-tokens",
            4000,
            mark("so many of the most frequent ones are told apart; rarer ones are unknown"),
            least=2,
        ),
        Option("stretch", 64, mark("tokens that are read at a time while training"), least=2),
    ),
)
