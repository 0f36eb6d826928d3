"""Cuts a corpus into chunks, each of about as many texts as the states of one shard come from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from gatescope.formats.corpus.entries import entries
from gatescope.session.corpus.chunk import Plan, signal_units
from gatescope.session.corpus.model_digest import tokenizer_json

SHARD_VALUES = 8 << 20
"""About how many values the states of one shard have."""
LETTERS_A_WORD = 4
"""Rather too few than too many."""
LEAST_CHUNK = 20_000
"""Characters of a chunk, in a corpus that has as many."""


class Chunks:
    """The texts of a corpus in chunks whose states fill about one shard; where they begin depends on the texts alone.

    Attributes:
        share: of the file that was read.
    """

    def __init__(self, corpus: Path, plan: Plan, size: int, skip: int) -> None:
        """Leave out the first `skip` entries; `size` is the bytes of the file."""
        self._corpus, self._size, self._skip = corpus, size, skip
        letters = 1 if tokenizer_json(plan.model).startswith('"character') else LETTERS_A_WORD
        units = signal_units(plan.model.network, plan.part, plan.signal)
        self._most = max(LEAST_CHUNK, SHARD_VALUES // units * letters)
        self.share = 0.0

    def __iter__(self) -> Iterator[Sequence[tuple[int, str]]]:
        chunk: list[tuple[int, str]] = []
        letters = 0
        for at, entry in enumerate(entries(self._corpus)):
            if at < self._skip:
                continue
            self.share = min(entry.read / self._size, 1.0)
            chunk.append((entry.line, entry.text))
            letters += len(entry.text) + 1
            if letters >= self._most:
                yield chunk
                chunk, letters = [], 0
        if chunk:
            yield chunk
