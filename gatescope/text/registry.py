"""The tokenizers by the name that a model card gives them."""

from __future__ import annotations

from gatescope.errors import UsageError
from gatescope.text.character import CharacterTokenizer
from gatescope.text.ids import IdTokenizer
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.word import WordTokenizer

_NAMED: tuple[Tokenizer, ...] = (WordTokenizer(), CharacterTokenizer(), IdTokenizer())
_TOKENIZERS = {tokenizer.name: tokenizer for tokenizer in _NAMED}


def tokenizer(name: str) -> Tokenizer:
    """Return the tokenizer called `name`.

    Raises:
        UsageError: there is none of that name.
    """
    if name not in _TOKENIZERS:
        raise UsageError(f"there is no tokenizer {name!r}; there are {', '.join(_TOKENIZERS)}")
    return _TOKENIZERS[name]
