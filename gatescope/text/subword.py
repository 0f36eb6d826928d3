"""The subword tokenizer: any tokenizer that a ``tokenizer.json`` defines, run by the `tokenizers` package.

Normalisers, pre-tokenisers and models (BPE, WordPiece, Unigram, WordLevel) are all the package's; it gives every piece
with the characters of the text that it came from. A byte-level piece may be a part of a character; then several
pieces have that one character.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from gatescope.text.common import common_prefix, common_suffix
from gatescope.text.sequence import ending_at, frozen, spliced
from gatescope.text.subword_engine import SubwordEngine
from gatescope.text.tokens import TokenSequence
from gatescope.text.vocabulary import Vocabulary, rows_of

# Characters that are read anew on either side of an edit, and those of them in which both readings must agree.
_MARGIN, _AGREEING = 192, 96
# Tokens among which a space is looked for; a script without spaces has none.
_SEARCHED = 256
_HALF_A_PAIR = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class SubwordTokenizer:
    """Cuts a text as the tokenizer that `definition` describes does, without the special tokens that its template adds:
    a person types them where the model is to read them.

    Attributes:
        definition: the content of a ``tokenizer.json``.

    Raises:
        UsageError: the `tokenizers` package is not installed.
        ModelError: `definition` is no definition of a tokenizer.
    """

    definition: str

    def __post_init__(self) -> None:
        _ = self._engine

    @property
    def name(self) -> str:
        return "subword"

    @property
    def special_tokens(self) -> tuple[str, ...]:
        """The tokens that the definition puts around every text when a model is trained: ``[CLS]``, ``[SEP]``."""
        return self._engine.special_tokens

    def vocabulary(self, rows: int | None = None) -> Vocabulary:
        """Return the vocabulary of the definition: pieces as the model spells them (``Ġfilm``, ``##ing``), by id.

        Args:
            rows: V of the embedding; one more than the greatest id where it is None.

        Raises:
            ModelError: two pieces have one id, an id is no row, or the ids are far too great for their number.
        """
        engine = self._engine
        unknown = None if engine.unknown is None else engine.ids.get(engine.unknown)
        return Vocabulary(rows_of(engine.ids, rows), unknown=unknown)

    def tokenize(
        self,
        text: str,
        vocabulary: Vocabulary,
        *,
        caret: int | None = None,
        previous: TokenSequence | None = None,
    ) -> TokenSequence:
        """Return the pieces of `text`; see `Tokenizer`.

        Raises:
            UsageError: the text has a character that the tokenizer cannot read.
        """
        tokens: TokenSequence | None = None
        if previous is not None:
            tokens = previous if previous.text == text else self._after_edit(text, vocabulary, previous)
        tokens = tokens or self._read(text, 0, len(text), vocabulary)
        typing = caret is not None and 0 < caret <= len(text) and text[caret - 1].isalnum()
        return replace(tokens, text=text, tentative=ending_at(tokens, caret) if typing else None)

    def _after_edit(self, text: str, vocabulary: Vocabulary, previous: TokenSequence) -> TokenSequence | None:
        """Return the pieces of `text` from those of an earlier text, or None where the whole must be read.

        The words about the edit are read anew, from a space to a space. What they have in common with the earlier text
        must come out as it did there; else something reaches further than a word, and the short way is not taken.
        """
        if not self._engine.parts_at_spaces:
            return None
        head = common_prefix(previous.text, text)
        tail = common_suffix(previous.text, text, min(len(previous.text), len(text)) - head)
        shift = len(text) - len(previous.text)
        first, start = _cut_before(previous, head - _MARGIN)
        last, stop = _cut_behind(previous, len(previous.text) - tail + _MARGIN)
        fresh = self._read(text, start, stop + shift, vocabulary)
        before = int(np.searchsorted(fresh.ends, start + _AGREEING, "right"))
        behind = len(fresh) - int(np.searchsorted(fresh.starts, stop + shift - _AGREEING))
        if start and not _agree(fresh, 0, previous, first, before, 0):
            return None
        if stop < len(previous.text) and not _agree(fresh, len(fresh) - behind, previous, last - behind, behind, shift):
            return None
        return spliced(text, previous, first, fresh, last, shift)

    def _read(self, text: str, start: int, stop: int, vocabulary: Vocabulary) -> TokenSequence:
        """Return the pieces of the characters from `start` to `stop`, by their places in the whole text."""
        # Outside Python half a surrogate pair is no text; its stand-in is one character, too.
        readable = _HALF_A_PAIR.sub("\ufffd", text[start:stop])
        pieces, places = self._engine.read(readable)
        ids, known = vocabulary.look_up(pieces)
        # A normaliser may turn characters round; the places of tokens never go back.
        places = np.maximum.accumulate(places + start, axis=0)
        return frozen(TokenSequence(text, places[:, 0].copy(), places[:, 1].copy(), ids, known))

    @cached_property
    def _engine(self) -> SubwordEngine:
        return SubwordEngine(self.definition)


def _cut_before(tokens: TokenSequence, limit: int) -> tuple[int, int]:
    """Return (index of the first token behind it, place) of the last gap between words at or before `limit`; the start
    of the text where none is near."""
    nearest = int(np.searchsorted(tokens.starts, limit, "right")) - 1
    for index in range(nearest, max(0, nearest - _SEARCHED), -1):
        place = _gap(tokens, index)
        if place is not None and place <= limit:
            return index, place
    return 0, 0


def _cut_behind(tokens: TokenSequence, limit: int) -> tuple[int, int]:
    """Return (index, place) of the first gap at or behind `limit`; the end of the text where none is near."""
    nearest = max(1, int(np.searchsorted(tokens.ends, limit)))
    for index in range(nearest, min(len(tokens), nearest + _SEARCHED)):
        place = _gap(tokens, index)
        if place is not None and place >= limit:
            return index, place
    return len(tokens), len(tokens.text)


def _gap(tokens: TokenSequence, index: int) -> int | None:
    """Return where the word of the token at `index` begins with a space of its own, or has one before it; else None."""
    place, start, text = int(tokens.ends[index - 1]), int(tokens.starts[index]), tokens.text
    parted = 0 < place < len(text) and text[place] == " " and not text[place - 1].isspace()
    return place if parted and start in (place, place + 1) else None


def _agree(fresh: TokenSequence, at: int, previous: TokenSequence, index: int, count: int, shift: int) -> bool:
    """Return whether `count` tokens from `at` are those from `index` of the earlier text, moved by `shift`; False
    where `count` is 0."""
    now, then = slice(at, at + count), slice(index, index + count)
    return (
        count > 0
        and index >= 0
        and np.array_equal(fresh.ids[now], previous.ids[then])
        and np.array_equal(fresh.starts[now], previous.starts[then] + shift)
        and np.array_equal(fresh.ends[now], previous.ends[then] + shift)
    )
