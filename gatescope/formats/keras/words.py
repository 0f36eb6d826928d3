"""The vocabulary of a layer that turns texts into ids: TextVectorization and StringLookup.

Sources: keras/src/layers/preprocessing/{text_vectorization,index_lookup}.py. The words stand in the configuration where
they were given, without those for padding and for unknown words, and in an asset of the archive, with them, where the
layer learned them.
"""

from __future__ import annotations

from collections.abc import Sequence

from gatescope.errors import ModelError
from gatescope.formats.keras.config import LayerConfig
from gatescope.text import registry
from gatescope.text.separated import WHITE_SPACE, SeparatedTokenizer
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary, rows_of
from gatescope.words import mark

KINDS = ("TextVectorization", "StringLookup")
_PUNCTUATION = "!\"#$%&()*+,-./:;<=>?@[\\]^_`{|}~'"
_UNKNOWN = "[UNK]"


def words_of(config: LayerConfig, learned: Sequence[str], rows: int) -> tuple[Vocabulary | None, Tokenizer | None, str]:
    """Return vocabulary, tokenizer, and a note about guesses or about why there is no vocabulary.

    Args:
        learned: the lines of the layer's asset; empty where it has none.
        rows: V of the embedding above.
    """
    unknown = config.config.get("oov_token")
    unknown = unknown if isinstance(unknown, str) else _UNKNOWN
    tokens = list(learned) or _listed(config, unknown)
    if not tokens:
        return None, None, mark("{name!r} makes ids of words, but the file does not hold the words", name=config.name)
    ids = {token: row for row, token in enumerate(tokens) if token}
    try:
        all_tokens = rows_of(ids, rows)
    except ModelError as error:
        return (
            None,
            None,
            mark("the words of {name!r} do not fit the embedding: {error}", name=config.name, error=error),
        )
    standardize = config.config.get("standardize")
    lower = standardize in ("lower", "lower_and_strip_punctuation")
    tokenizer, note = _tokenizer(config, standardize, [token for token in ids if token != unknown])
    return Vocabulary(all_tokens, lower, ids.get(unknown)), tokenizer, note


def _listed(config: LayerConfig, unknown: str) -> list[str]:
    words = config.config.get("vocabulary")
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        return []
    padding, count = config.config.get("mask_token"), config.config.get("num_oov_indices", 1)
    if config.kind == "TextVectorization":
        padding, count = "", 1
    special = [] if padding is None else [""]
    if isinstance(count, int) and count > 0:
        # More than one share the unknown words by a hash; the first is as good as any.
        special += [unknown, *[""] * min(count - 1, len(words))]
    return words if words[: len(special)] == special else [*special, *words]


def _tokenizer(config: LayerConfig, standardize: object, tokens: Sequence[str]) -> tuple[Tokenizer, str]:
    dropped = _PUNCTUATION if standardize in ("strip_punctuation", "lower_and_strip_punctuation") else ""
    words = SeparatedTokenizer(WHITE_SPACE, dropped)
    if config.kind == "StringLookup":
        single = all(len(token) == 1 for token in tokens)
        if single:
            return registry.tokenizer("codepoint"), mark("texts are cut into characters, as its tokens look")
        return words, mark("texts are cut into words, as its tokens look")
    split = config.config.get("split", "whitespace")
    if config.config.get("ngrams"):
        return words, mark(
            "{name!r} also makes ids of several words together, which is not done here", name=config.name
        )
    if split == "character":
        return registry.tokenizer("codepoint"), ""
    if split != "whitespace":
        return words, mark(
            "{name!r} cuts texts in a way of its own; here they are cut at white space", name=config.name
        )
    return words, ""
