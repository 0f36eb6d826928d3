"""The tokenizers by their names, and as a model card or a project writes them."""

from __future__ import annotations

from collections.abc import Mapping

from gatescope.errors import ModelError, UsageError
from gatescope.text.character import CharacterTokenizer
from gatescope.text.ids import IdTokenizer
from gatescope.text.separated import WHITE_SPACE, SeparatedTokenizer
from gatescope.text.subword import SubwordTokenizer
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.word import WordTokenizer
from gatescope.words import tr

_PLAIN: tuple[Tokenizer, ...] = (
    WordTokenizer(),
    CharacterTokenizer(),
    CharacterTokenizer(clusters=False),
    IdTokenizer(),
)
_TOKENIZERS: dict[str, Tokenizer] = {tokenizer.name: tokenizer for tokenizer in _PLAIN}
_TOKENIZERS["whitespace"] = SeparatedTokenizer(WHITE_SPACE)


def names() -> tuple[str, ...]:
    """Return the names that `tokenizer` takes."""
    return tuple(_TOKENIZERS)


def tokenizer(name: str) -> Tokenizer:
    """Return the tokenizer called `name`.

    Raises:
        UsageError: there is none of that name.
    """
    if name not in _TOKENIZERS:
        raise UsageError(
            tr("there is no tokenizer {name!r}; there are {listed}", name=name, listed=", ".join(_TOKENIZERS))
        )
    return _TOKENIZERS[name]


def to_json(tokenizer: Tokenizer) -> str | dict[str, str]:
    """Return the tokenizer as plain JSON types: its name, with its settings where it has some."""
    if isinstance(tokenizer, SubwordTokenizer):
        return {"name": tokenizer.name, "definition": tokenizer.definition}
    if isinstance(tokenizer, SeparatedTokenizer):
        return {"name": tokenizer.name, "separators": tokenizer.separators, "dropped": tokenizer.dropped}
    return tokenizer.name


def from_json(data: object) -> Tokenizer:
    """Return the tokenizer that `to_json` wrote.

    Raises:
        UsageError: there is none of that name, or it needs a package that is not installed.
        ModelError: its settings are missing or are not what they should be.
    """
    if isinstance(data, str):
        return tokenizer(data)
    match data:
        case {"name": "subword", "definition": str(definition)}:
            return SubwordTokenizer(definition)
        case {"name": "separated", "separators": str(separators), "dropped": str(dropped)}:
            return SeparatedTokenizer(separators, dropped)
        case Mapping():
            raise ModelError(
                tr(
                    "the tokenizer {found!r:.60} lacks its settings, or is of no known kind",
                    found=str(data.get("name")),
                )
            )
    raise ModelError(tr("the tokenizer is {data!r:.60}, not a name or an object with one", data=data))
