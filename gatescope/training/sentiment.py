"""The task "sentiment": say after every word whether the sentence is negative or positive."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from gatescope.engine.network import Network
from gatescope.text.registry import tokenizer
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary
from gatescope.training.batches import Packed, pack
from gatescope.training.corpora import Corpus, Source
from gatescope.training.initial import untrained
from gatescope.training.rewrites import Labelled, contrasts, turned_around, without_stop
from gatescope.training.split import split

NAME = "sentiment"
TITLE = "Is the sentence negative or positive?"
LABELS = ("negative", "positive")
TOKENIZER = "word"
EXAMPLE = "The food was not good at all, but the service was absolutely wonderful."
EXAMPLES = (
    "The film was not good.",
    "The film was not terrible.",
    "The acting is excellent, but the story is boring.",
    "The story is boring, but the acting is excellent.",
    "It was never dull.",
    "I wanted to love this film, but it was slow and far too long.",
)
CONTRASTS = 0.12
"""Sentences joined by "but", as a share of the real ones."""


@dataclass(frozen=True, eq=False)
class Prepared:
    """A corpus ready for training; validation sees real sentences only, and its tokens did not shape the vocabulary."""

    vocabulary: Vocabulary
    tokenizer: Tokenizer
    train: Packed
    validation: Packed
    sources: tuple[Source, ...]

    def untrained(self, cell: str, *, embedding: int, units: int, seed: int) -> Network:
        """Return the untrained network for this corpus."""
        return untrained(
            cell,
            tokens=len(self.vocabulary),
            embedding=embedding,
            units=units,
            readout=NAME,
            labels=LABELS,
            seed=seed,
        )


def prepare(corpus: Corpus, *, minimum_count: int, rewrites: bool, seed: int) -> Prepared:
    """Tokenise, split and pack a corpus.

    Args:
        minimum_count: a word that the training sentences hold less often shares the unknown row.
        rewrites: whether sentences turned around by rule (`training.rewrites`) are learnt beside the real ones.
        seed: draws those joined by "but" and those that lose their full stop.
    """
    words = tokenizer(TOKENIZER)
    nothing = Vocabulary(())
    tokenised = [words.tokenize(text, nothing).words() for text in corpus.texts]
    train, validation = split(corpus.texts)
    real: list[Labelled] = [(tokenised[i], corpus.labels[i]) for i in train.tolist()]
    vocabulary = Vocabulary.build((sentence for sentence, _ in real), minimum_count=minimum_count, lower_case=True)
    sentences, sources = real, corpus.sources
    if rewrites:
        rng = np.random.default_rng(seed)
        made = turned_around(real) + contrasts(real, round(CONTRASTS * len(real)), rng)
        sentences = without_stop(real + made, rng)
        sources = (*sources, _about_rewrites(corpus, len(made)))
    return Prepared(
        vocabulary=vocabulary,
        tokenizer=words,
        train=pack([vocabulary.ids(sentence) for sentence, _ in sentences], [label for _, label in sentences]),
        validation=pack([vocabulary.ids(tokenised[i]) for i in validation], [corpus.labels[i] for i in validation]),
        sources=sources,
    )


def _about_rewrites(corpus: Corpus, count: int) -> Source:
    licences = dict.fromkeys(source.licence for source in corpus.sources)
    return Source(
        "Rewrites of the training sentences",
        'made by rule from the sentences above: negated (label turned), or two joined by "but" (label of the second)',
        "; ".join(licences),
        count,
    )
