"""From a list of tokens to a vocabulary: how a text is cut into such tokens, and which row is for unknown ones.

A list of tokens says neither, so both are read off the tokens, and every guess is told.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gatescope.errors import ModelError
from gatescope.text import registry
from gatescope.text.graphemes import graphemes
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary, unnamed
from gatescope.words import mark, tr

UNKNOWN_NAMES = ("<unk>", "[UNK]", "<UNK>", "<oov>", "<OOV>", "[OOV]", "<unknown>", "UNK", "OOV", "-unk-", "-UNK-")
_SPECIAL = re.compile(r"<[^<>\s]+>|\[[A-Z]+\]|<row \d+>", re.DOTALL)
_PIECE = re.compile(r"##.|[▁Ġ]|.+(@@|</w>)$", re.DOTALL)
# Tokens that are looked at, spread over the vocabulary, and the share of them that the word tokenizer may cut up.
_LOOKED_AT, _CUT_UP = 4000, 0.02


@dataclass(frozen=True)
class FoundVocabulary:
    """A vocabulary as a file has it.

    Attributes:
        vocabulary: token → row.
        tokenizer: what cuts a text into its tokens.
        notes: sentences: what was guessed, and which rows have no token of their own.
        of_cutting: those of the notes that say how a text is cut.
    """

    vocabulary: Vocabulary
    tokenizer: Tokenizer
    notes: tuple[str, ...] = field(default=())
    of_cutting: tuple[str, ...] = field(default=())

    def cut_by(self, tokenizer: Tokenizer) -> FoundVocabulary:
        """Return the same vocabulary with another tokenizer, and without what the file's own would do."""
        kept = tuple(note for note in self.notes if note not in self.of_cutting)
        return FoundVocabulary(self.vocabulary, tokenizer, kept)


def guess(tokens: Sequence[str], rows: int | None = None, tokenizer: Tokenizer | None = None) -> FoundVocabulary:
    """Return the vocabulary of `tokens`, row by row.

    Args:
        tokens: one a row. One that stands there twice keeps its first row.
        rows: V of the embedding; rows beyond the tokens have no token.
        tokenizer: what cuts a text; by the looks of the tokens where it is None.

    Raises:
        ModelError: there are no tokens, or more of them than rows.
    """
    if not tokens:
        raise ModelError(tr("there are no tokens in it"))
    if rows is not None and len(tokens) > rows:
        raise ModelError(
            tr("it has {count:,} tokens, but the embedding has {rows:,} rows", count=len(tokens), rows=rows)
        )
    kept, notes = _without_doubles(tokens)
    of_cutting: tuple[str, ...] = ()
    kept += [unnamed(row) for row in range(len(tokens), rows or 0)]
    missing = sum(token == unnamed(row) for row, token in enumerate(kept))
    if missing:
        notes.append(mark("{missing:,} of the {count:,} rows have no token", missing=missing, count=len(kept)))
    named = [token for token in kept if not _SPECIAL.fullmatch(token)]
    if tokenizer is None:
        tokenizer, why = _tokenizer(named)
        notes.append(why)
        of_cutting = (why,)
    lower_case = all(token == token.lower() for token in named) and any(token != token.upper() for token in named)
    if lower_case:
        notes.append(mark("it has no capital letters, so what is typed is read in lower case"))
    unknown = next((kept.index(name) for name in UNKNOWN_NAMES if name in kept), None)
    if unknown is None:
        notes.append(mark("it has no row for unknown tokens"))
    else:
        notes.append(mark("unknown tokens are read as row {unknown}, “{kept}”", unknown=unknown, kept=kept[unknown]))
    return FoundVocabulary(Vocabulary(tuple(kept), lower_case, unknown), tokenizer, tuple(notes), of_cutting)


def _without_doubles(tokens: Sequence[str]) -> tuple[list[str], list[str]]:
    first: dict[str, int] = {}
    kept = [token if first.setdefault(token, row) == row else unnamed(row) for row, token in enumerate(tokens)]
    doubles = [row for row, token in enumerate(tokens) if first[token] != row]
    if not doubles:
        return kept, []
    row = doubles[0]
    return kept, [
        mark(
            "“{token}” stands in rows {first} and {row}, and {more:,} more such: typed, it is the first"
            if len(doubles) > 1
            else "“{token}” stands in rows {first} and {row}: typed, it is the first",
            token=tokens[row],
            first=first[tokens[row]],
            row=row,
            more=len(doubles) - 1,
        )
    ]


def _tokenizer(named: Sequence[str]) -> tuple[Tokenizer, str]:
    if all(len(token) == 1 for token in named):
        return registry.tokenizer("codepoint"), mark(
            "its tokens are single characters, so a text is read by characters"
        )
    looked = named[:: len(named) // _LOOKED_AT + 1]
    if all(len(graphemes(token)) == 1 for token in looked):
        return registry.tokenizer("character"), mark(
            "its tokens are single characters, so a text is read by characters"
        )
    pieces = sum(_PIECE.match(token) is not None for token in looked)
    if pieces > _CUT_UP * len(looked):
        token = next(token for token in looked if _PIECE.match(token))
        return registry.tokenizer("word"), (
            mark(
                "its tokens are pieces of words (“{token}”), which only their tokenizer.json can cut: words are "
                "looked up whole",
                token=token,
            )
        )
    word = registry.tokenizer("word")
    nothing = Vocabulary(())
    cut = [token for token in looked if word.tokenize(token, nothing).words() != [token]]
    if len(cut) > _CUT_UP * len(looked):
        return registry.tokenizer("whitespace"), (
            mark("it has tokens such as “{cut:.30}”, so a text is cut at white space alone", cut=cut[len(cut) // 2])
        )
    return word, mark("its tokens are words, so a text is cut into words and punctuation")
