"""The tokens of a text as a model reads them, and the sentences where it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gatescope.errors import UsageError
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.text.character import CharacterTokenizer
from gatescope.text.vocabulary import Vocabulary
from tests.cli.toys import model


@pytest.mark.parametrize(("text", "shown"), [("a\tb", r"\t"), ("a\nb", r"\n"), ("a\x00", r"\x00"), ("é", "é")])
def test_a_letter_that_is_not_in_the_vocabulary_is_shown(text: str, shown: str) -> None:
    reads = replace(model(), vocabulary=Vocabulary(tuple("abcdefg")), tokenizer=CharacterTokenizer())
    with pytest.raises(UsageError) as raised:
        tokens_of_text(reads, text)
    assert f"“{shown}” is not in its vocabulary" in str(raised.value)
