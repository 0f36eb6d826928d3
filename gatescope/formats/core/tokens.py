"""The tokens of a text as a model reads them."""

from __future__ import annotations

import numpy as np

from gatescope.errors import UsageError, escaped
from gatescope.formats.core.model import Model
from gatescope.text.tokens import TokenSequence
from gatescope.text.whole_characters import whole_characters
from gatescope.words import tr


def tokens_of_text(model: Model, text: str) -> TokenSequence:
    """Return the tokens of `text` as the model reads them; those that it masks are left out.

    Raises:
        UsageError: the model takes no text, or has no row for one of its words.
    """
    if model.network.embedding is None:
        raise UsageError(
            tr(
                "{name} takes vectors of {inputs} numbers, not text: give it input vectors, or word vectors of that "
                "width for a vocabulary",
                name=model.name,
                inputs=model.network.inputs,
            )
        )
    if model.tokenizer is None or model.vocabulary is None:
        raise UsageError(tr("{name} has no vocabulary, so it cannot read text: give it one, or ids", name=model.name))
    # A byte of a command line that is not UTF-8 comes as half a character, which no picture nor file can have.
    tokens = model.tokenizer.tokenize(whole_characters(text), model.vocabulary)
    missing = np.flatnonzero(tokens.ids < 0)
    if len(missing):
        word = escaped(tokens.word(int(missing[0])))
        if model.tokenizer.name == "ids":
            raise UsageError(
                tr(
                    "{name} knows its tokens by their numbers alone, and “{word}” is none of them: give it its "
                    "vocabulary",
                    name=model.name,
                    word=word,
                )
            )
        raise UsageError(
            tr("{name} has no row for unknown words, and “{word}” is not in its vocabulary", name=model.name, word=word)
        )
    return tokens.without(model.masked_id)
