"""The task "sentiment": say after every word whether the sentence is negative or positive."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from gatescope.errors import UsageError
from gatescope.text.registry import tokenizer
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Shuffled
from gatescope.training.corpora import RT_POLARITY, UCI, Corpus, Source, read_corpora
from gatescope.training.dropout import Dropout
from gatescope.training.key_words import key_words
from gatescope.training.own_data.polar_texts import read_polar_texts
from gatescope.training.recipe import Recipe
from gatescope.training.rewrites import Labelled, contrasts, turned_around, without_stop
from gatescope.training.sequences import classified
from gatescope.training.settings import Settings
from gatescope.training.split import split
from gatescope.training.tasks.metric import ACCURACY
from gatescope.training.tasks.option import Option
from gatescope.training.tasks.task import Material, Prepared, Task
from gatescope.words import mark, tr

LABELS = ("negative", "positive")
EXAMPLES = (
    "The food was not good at all, but the service was absolutely wonderful.",
    "The film was not good.",
    "The film was not terrible.",
    "The acting is excellent, but the story is boring.",
    "The story is boring, but the acting is excellent.",
    "It was never dull.",
    "I wanted to love this film, but it was slow and far too long.",
)
CONTRASTS = 0.12
"""Sentences joined by "but", as a share of the real ones."""


def prepare(material: Material, recipe: Recipe) -> Prepared:
    """Read, tokenise and split the sentences that are given."""
    return prepared_from(_read(material), recipe)


def prepared_from(corpus: Corpus, recipe: Recipe) -> Prepared:
    """Tokenise and split a corpus; the held-out sentences are real ones only, and did not shape the vocabulary."""
    options = {**{option.name: option.default for option in TASK.options}, **recipe.options}
    words, nothing = tokenizer("word"), Vocabulary(())
    tokenised = [words.tokenize(text, nothing).words() for text in corpus.texts]
    train, held_out = split(corpus.texts)
    real: list[Labelled] = [(tokenised[i], corpus.labels[i]) for i in train.tolist()]
    vocabulary = Vocabulary.build(
        (sentence for sentence, _ in real), minimum_count=int(options["minimum-count"]), lower_case=True
    )
    sentences, sources = real, corpus.sources
    if options["rewrites"]:
        rng = np.random.default_rng(recipe.seed)
        made = turned_around(real) + contrasts(real, round(CONTRASTS * len(real)), rng)
        sentences = without_stop(real + made, rng)
        sources = (*sources, _about_rewrites(corpus, len(made)))
    packed = classified(
        [vocabulary.ids(sentence) for sentence, _ in sentences],
        [label for _, label in sentences],
        float(options["every-word"]),
    )
    held_out_ids = [vocabulary.ids(tokenised[i]) for i in held_out]
    measured = classified(held_out_ids, [corpus.labels[i] for i in held_out])
    return Prepared(
        vocabulary=vocabulary,
        tokenizer=words,
        readout="sentiment",
        kind="logistic",
        labels=LABELS,
        training=Shuffled(packed, recipe.settings.batch, recipe.seed),
        held_out=measured,
        metric=replace(ACCURACY, name="validation accuracy"),
        unit="sentences",
        sources=sources,
        examples=EXAMPLES,
        further=key_words(packed, measured, vocabulary),
    )


def _read(material: Material) -> Corpus:
    if material.corpus is None and material.data is None:
        raise UsageError(
            tr(
                "the sentences are not shipped: give --corpus DIR, a folder that holds rt_polarity and "
                "uci_sentiment_sentences, or --data FILE, a .csv or .tsv with the columns text and label"
            )
        )
    found = [read_corpora(material.corpus)] if material.corpus is not None else []
    found += [read_polar_texts(material.data)] if material.data is not None else []
    return found[0] if len(found) == 1 else found[0] + found[1]


def _about_rewrites(corpus: Corpus, count: int) -> Source:
    licences = dict.fromkeys(source.licence for source in corpus.sources)
    return Source(
        "Rewrites of the training sentences",
        'made by rule from the sentences above: negated (label turned), or two joined by "but" (label of the second)',
        "; ".join(licences),
        count,
    )


TASK = Task(
    name="sentiment",
    title=mark("Is the sentence negative or positive?"),
    look_for=mark("the word after which the read-out turns, and what the gates do at “not” and “but”"),
    recipe=Recipe(
        units=32,
        embedding=32,
        settings=Settings(epochs=8, patience=3, learning_rate=0.002, dropout=Dropout(inputs=0.5, outputs=0.5)),
    ),
    prepare=prepare,
    corpora=(RT_POLARITY, UCI),
    takes_data=True,
    options=(
        Option("minimum-count", 2, mark("words that are rarer count as unknown"), least=1),
        Option("rewrites", True, mark("also learn sentences negated or joined by rule")),
        Option(
            "every-word",
            0.3,
            mark("weight of the mean loss after every word; the rest weighs that after the last word"),
            most=1.0,
        ),
    ),
)
