"""Vocabularies, tokenizers and word vectors given to a model that has none, or others."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from gatescope.engine.network import ReadOut
from gatescope.engine.run import run
from gatescope.errors import FileError, FormatError, UsageError
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.formats.own.weights_and_card import load_model, save_model
from gatescope.formats.words.attach import NOTES, attach, with_vocabulary, with_word_vectors, words_beside
from gatescope.session.run.single import run_once
from gatescope.text.ids import IdTokenizer, ids_vocabulary
from gatescope.text.registry import tokenizer
from gatescope.text.word import WordTokenizer
from tests.formats.models import random_model
from tests.text.subwords import trained

TOKENS = ("<unk>", "film", "the", "good", ".", "not")


def test_notes_speak_of_the_tokenizer_that_is_given(tmp_path: Path) -> None:
    words = written(tmp_path, "vocab.json", list(TOKENS))
    own = attach(of_ids(), words).card[NOTES]["notes"]
    given = attach(of_ids(), words, "character").card[NOTES]["notes"]
    assert [note for note in own if note not in given] == [
        "its tokens are words, so a text is cut into words and punctuation"
    ]
    assert given == [note for note in own if note in given]


def of_ids() -> Model:
    """A model of six rows whose tokens are not known."""
    return replace(random_model(), vocabulary=ids_vocabulary(6), tokenizer=IdTokenizer())


def of_vectors(inputs: int = 4) -> Model:
    """A model that takes vectors."""
    made = random_model(inputs=inputs)
    return replace(made, network=replace(made.network, embedding=None), vocabulary=None, tokenizer=None)


def written(folder: Path, name: str, content: object) -> Path:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return path


def test_a_vocabulary_gives_the_rows_their_tokens(tmp_path: Path) -> None:
    model = of_ids()
    found = with_vocabulary(model, written(tmp_path, "v.json", TOKENS))
    assert found.network is model.network
    tokens = tokens_of_text(found, "The good film.")
    assert tokens.ids.tolist() == [2, 3, 1, 4]
    expected = run(model.network, ids=[2, 3, 1, 4])
    ran = run_once("m", found.network, tokens)
    assert np.array_equal(ran.trace.hidden, expected.hidden)
    assert found.card[NOTES]["file"] == "v.json"
    assert "unknown tokens are read as row 0, “<unk>”" in found.card[NOTES]["notes"]
    assert NOTES not in model.card


def test_tokens_and_rows_are_counted(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"^v\.json: .*7 tokens, but the embedding has 6 rows"):
        with_vocabulary(of_ids(), written(tmp_path, "v.json", [*TOKENS, "more"]))
    found = with_vocabulary(of_ids(), written(tmp_path, "v.json", TOKENS[:4]))
    assert len(found.vocabulary or ()) == 6
    assert "2 of the 6 rows have no token" in found.card[NOTES]["notes"]


def test_a_tokenizer_by_name_takes_the_place_of_the_guess(tmp_path: Path) -> None:
    path = written(tmp_path, "v.json", TOKENS)
    assert attach(of_ids(), path).tokenizer == WordTokenizer()
    assert attach(of_ids(), path, "whitespace").tokenizer == tokenizer("whitespace")
    assert attach(random_model(), tokenizer="character").tokenizer == tokenizer("character")
    with pytest.raises(UsageError, match="there is no tokenizer 'words'; there are word, "):
        attach(of_ids(), path, "words")
    with pytest.raises(FileError, match=r"^gone\.json: there is no such file"):
        attach(of_ids(), path, "gone.json")
    for folder in (tmp_path, str(tmp_path)):
        for model, vocabulary in ((of_ids(), path), (random_model(), None)):
            with pytest.raises(FileError, match=rf"^{tmp_path.name}: is a folder: give a file that lies in it$"):
                attach(model, vocabulary, folder)


def test_a_definition_brings_its_own_vocabulary_unless_one_is_given(tmp_path: Path) -> None:
    subword = trained("wordlevel")
    definition = written(tmp_path, "tokenizer.json", subword.definition)
    rows = len(subword.vocabulary())
    model = of_ids()
    embedding = np.zeros((rows, 4), np.float32)
    large = replace(model, network=replace(model.network, embedding=embedding))
    alone = attach(large, tokenizer=definition)
    assert alone.tokenizer == subword
    assert alone.vocabulary == subword.vocabulary()
    both = attach(of_ids(), written(tmp_path, "v.json", TOKENS), str(definition))
    assert both.tokenizer == subword
    assert tokens_of_text(both, "The good film.").ids.tolist() == [2, 3, 1, 4]


def test_word_vectors_become_the_embedding(tmp_path: Path) -> None:
    path = written(tmp_path, "glove.txt", "the 1 2 3 4\nfilm 5 6 7 8\n")
    model = of_vectors()
    found = with_word_vectors(model, path)
    tokens = tokens_of_text(found, "The new film")
    vectors = np.array([[1, 2, 3, 4], [0, 0, 0, 0], [5, 6, 7, 8]], np.float32)
    expected = run(model.network, inputs=vectors)
    assert np.array_equal(run_once("m", found.network, tokens).trace.hidden, expected.hidden)
    assert attach(model, path).network.embedding is not None
    assert attach(model, path, "whitespace").tokenizer == tokenizer("whitespace")


def test_what_a_model_has_no_place_for_is_one_sentence(tmp_path: Path) -> None:
    path = written(tmp_path, "glove.txt", "the 1 2 3 4\n")
    with pytest.raises(UsageError, match="toy-lstm has an embedding of its own"):
        with_word_vectors(random_model(), path)
    with pytest.raises(UsageError, match="toy-lstm takes vectors, so it has no rows for tokens"):
        with_vocabulary(of_vectors(), path)
    for model in (of_vectors(), of_ids()):
        with pytest.raises(UsageError, match="toy-lstm has no vocabulary that a tokenizer could look words up in"):
            attach(model, tokenizer="word")
    with pytest.raises(FormatError, match=r"^glove\.txt: has vectors of 4 numbers; the model takes vectors of 5"):
        attach(of_vectors(inputs=5), path)


def test_nothing_to_attach_leaves_the_model() -> None:
    model = random_model()
    assert attach(model) is model


def test_what_was_attached_is_saved_with_the_model(tmp_path: Path) -> None:
    found = attach(of_ids(), written(tmp_path, "v.json", TOKENS), tokenizer="whitespace")
    save_model(found, tmp_path / "m.safetensors")
    again = load_model(tmp_path / "m.safetensors")
    assert again.vocabulary == found.vocabulary
    assert again.tokenizer == found.tokenizer
    assert again.card[NOTES] == found.card[NOTES]


def test_a_read_out_of_a_label_a_row_gets_the_tokens_names(tmp_path: Path) -> None:
    model = of_ids()
    width = model.network.units
    following = ReadOut("next", "softmax", np.eye(6, width, dtype=np.float32), np.zeros(6, np.float32), tuple("012345"))
    own = replace(following, name="own", labels=tuple("abcdef"))
    model = replace(model, network=replace(model.network, readouts=(*model.network.readouts, following, own)))
    found = with_vocabulary(model, written(tmp_path, "v.json", TOKENS)).network.readouts
    assert found[-2].labels == TOKENS
    assert found[-2].weight is following.weight
    assert found[-1] is own
    assert found[0] is model.network.readouts[0]


@pytest.mark.parametrize("name", ["vocab.json", "model.vocab.json", "model_vocab.txt", "tokenizer.json"])
def test_words_that_lie_beside_the_file_are_found(tmp_path: Path, name: str) -> None:
    written(tmp_path, name, "\n".join(TOKENS) if name.endswith(".txt") else list(TOKENS))
    found = words_beside(of_ids(), tmp_path / "model.pt")
    assert found.vocabulary is not None
    assert found.vocabulary.tokens == TOKENS
    assert found.card[NOTES]["file"] == name


def test_a_padding_row_may_be_nameless(tmp_path: Path) -> None:
    written(tmp_path, "vocab.json", {token: row for row, token in enumerate(TOKENS) if row})
    assert words_beside(of_ids(), tmp_path / "model.pt").tokenizer == WordTokenizer()


def test_words_of_another_model_are_left_where_they_lie(tmp_path: Path) -> None:
    path, model = tmp_path / "model.pt", of_ids()
    assert words_beside(model, path) is model
    written(tmp_path, "vocab.json", list(TOKENS[:4]))
    assert words_beside(model, path) is model
    written(tmp_path, "vocab.json", "no JSON at all")
    assert words_beside(model, path) is model
    written(tmp_path, "vocab.json", list(TOKENS))
    named = with_vocabulary(model, tmp_path / "vocab.json")
    assert words_beside(named, path) is named
    assert words_beside(of_vectors(), path).vocabulary is None
