"""The base of the tokenizers that match one pattern again and again."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import replace

from gatescope.text.scanner import Scanner
from gatescope.text.sequence import ending_at, sequence
from gatescope.text.tokens import TokenSequence
from gatescope.text.vocabulary import Vocabulary


class ScanningTokenizer(ABC):
    """A tokenizer whose tokens are what a `Scanner` finds; see `Tokenizer`."""

    @property
    @abstractmethod
    def scanner(self) -> Scanner:
        """The scanner that finds the tokens."""

    @property
    def spelling(self) -> Callable[[str], str]:
        """The function from a token in the text to the word that is looked up; by default they are the same."""
        return str

    def goes_on(self, token: str) -> bool:
        """Return whether more letters typed at its end could belong to `token`; true by default."""
        return True

    def tokenize(
        self,
        text: str,
        vocabulary: Vocabulary,
        *,
        caret: int | None = None,
        previous: TokenSequence | None = None,
    ) -> TokenSequence:
        """Return the tokens of `text`; arguments as in `Tokenizer.tokenize`."""
        tokens = sequence(text, self.scanner, vocabulary, previous, self.spelling)
        index = ending_at(tokens, caret)
        if index is None or not self.goes_on(text[tokens.starts[index] : tokens.ends[index]]):
            return tokens
        return replace(tokens, tentative=index)
