"""Small tokenizers of the `tokenizers` package, of every kind that is about, trained on a few sentences."""

from __future__ import annotations

from functools import cache

import pytest

from gatescope.text.subword import SubwordTokenizer

SENTENCES = [
    "the film was not good , the food was good .",
    "isn't it a fine, fine day? naïve café 好 🙂",
    "a slow-moving story... told slowly by slow tellers",
] * 3

KINDS = ("byte-level", "wordpiece", "metaspace", "wordlevel", "whole-text", "punctuated")


@cache
def trained(kind: str) -> SubwordTokenizer:
    """A tokenizer of one of `KINDS`; the test is skipped where the package is not installed."""
    tokenizers = pytest.importorskip("tokenizers", reason="the extra tokenizers is not installed")
    from tokenizers import Regex, decoders, models, normalizers, pre_tokenizers, processors, trainers

    unknown, special = "[UNK]", ["[UNK]", "[CLS]", "[SEP]"]
    bpe = trainers.BpeTrainer(vocab_size=360, special_tokens=special, show_progress=False)
    if kind == "byte-level":
        made = tokenizers.Tokenizer(models.BPE())
        made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        bpe.initial_alphabet = pre_tokenizers.ByteLevel.alphabet()
        trainer = bpe
    elif kind == "wordpiece":
        made = tokenizers.Tokenizer(models.WordPiece(unk_token=unknown))
        made.normalizer = normalizers.BertNormalizer(lowercase=True)
        made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
        made.decoder = decoders.WordPiece()
        made.post_processor = processors.TemplateProcessing("[CLS] $A [SEP]", None, [("[CLS]", 1), ("[SEP]", 2)])
        trainer = trainers.WordPieceTrainer(vocab_size=120, special_tokens=special, show_progress=False)
    elif kind == "metaspace":
        made = tokenizers.Tokenizer(models.BPE(unk_token=unknown))
        made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="first")
        trainer = bpe
    elif kind == "wordlevel":
        made = tokenizers.Tokenizer(models.WordLevel(unk_token=unknown))
        made.normalizer = normalizers.Lowercase()
        made.pre_tokenizer = pre_tokenizers.Whitespace()
        trainer = trainers.WordLevelTrainer(special_tokens=special, show_progress=False)
    elif kind == "whole-text":
        made = tokenizers.Tokenizer(models.BPE(unk_token=unknown))
        trainer = bpe
    else:
        made = tokenizers.Tokenizer(models.BPE(unk_token=unknown))
        made.pre_tokenizer = pre_tokenizers.Split(Regex(r" ?[^\s\w]+[\r\n]*| ?\w+|\s+(?!\S)|\s+"), "isolated")
        trainer = bpe
    made.train_from_iterator(SENTENCES, trainer)
    return SubwordTokenizer(made.to_str())
