"""Every file of ../shared/bad, and its like that is made here, gets what its index.txt asks for."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import numpy as np
import pytest

from gatescope import words
from gatescope.cli.main import main
from gatescope.engine.run import run
from gatescope.errors import FileError
from gatescope.formats.detect.reading import read
from gatescope.formats.own import library
from gatescope.formats.words import vocabulary_file
from tests.formats.way_out import has_way_out
from tests.fuzz.opened import Opened, opened
from tests.fuzz.watch import SECONDS

ODD = "odd_but_valid"
REFUSED = {
    "01_empty.pt": r"is empty \(0 bytes\)",
    "01_empty.safetensors": r"is empty \(0 bytes\)",
    "01_empty.h5": r"is empty \(0 bytes\)",
    "01_empty.keras": r"is empty \(0 bytes\)",
    "01_empty.onnx": r"is empty \(0 bytes\)",
    "02_text_renamed.onnx": "is plain text, not a model .*This is just a text file",
    "02_text_renamed.pt": "is plain text, not a model",
    "03_html_404.h5": "is a web page, not a model",
    "10_truncated.safetensors": "is cut short: .*1,144 bytes of data, and 1,044 are there",
    "11_header_len_2e63.safetensors": "16 bytes, a header of 9,223,372,036,854,775,813",
    "12_header_len_beyond_file.safetensors": "16 bytes, a header of 90,000,000",
    "13_header_not_json.safetensors": "its header is not JSON",
    "15_overlapping_offsets.safetensors": "'lstm.weight_hh_l0' overlaps another",
    "16_shape_vs_bytes.safetensors": r"'lstm.weight_ih_l0' .*takes 320,000 bytes as F32, but has 320",
    "17_huge_dims.safetensors": r"'lstm.weight_ih_l0' .*\(1099511627776, 1099511627776\) takes more bytes than a disk",
    "19_wrong_shape_hh.safetensors": r"lstm.weight_hh_l0 has the shape \(16, 5\); expected \(16, 4\)",
    "21_no_rnn_inside.safetensors": "no RNN/GRU/LSTM weights found; it holds .*embeddings.word_embeddings.weight, "
    "encoder.layer.0.attention.self.key.weight, encoder.layer.0.attention.self.query.weight.*transformer",
    "23_not_multiple_of_4.safetensors": "lstm.weight_hh_l0 has 10 rows; .*4 for an RNN, 12 for a GRU, 16 for an LSTM",
    "30_pickle_payload_raw.pt": r"would run os.system\('touch payload_ran'\)",
    "31_pickle_payload_zip.pt": r"would run os.system\('touch payload_ran'\)",
    "33_missing_storage.pt": "the numbers of lstm.weight_ih_l0 are missing",
    "34_storage_too_short.pt": "the storage of lstm.weight_ih_l0 holds 8 bytes, but 320",
    "35_zip_bomb.pt": r"26\d,\d{3} bytes that unpack to 268,435,456: a zip bomb",
    "37_checkpoint_without_model.pt": "no tensors found: it only holds epoch, optimizer",
    "40_no_groups.h5": "is an HDF5 file, but no Keras model",
    "41_truncated.h5": "is a damaged HDF5 file, probably cut short",
    "45_keras_no_weights.keras": r"without model\.weights\.h5",
    "47_keras_config_not_json.keras": r"its config\.json is not JSON",
    "50_truncated.onnx": "no ONNX model, or a damaged one, probably cut short",
    "51_custom_op.onnx": "com.example.custom::FusedAttentionLSTM, which is none of ONNX' own; .*not known",
    "52_weights_are_inputs.onnx": "weights of the LSTM .* are not stored in the file",
    "56_future_opset.onnx": "version 9999 .*opset.* knows 1 to",
    "61_vocab_dup_bom_utf16.json": "is a vocabulary of 2 tokens, not a model",
}
LOADED = (
    "18_nan_inf_weights.safetensors",
    "20_missing_bias_hh.safetensors",
    "36_path_traversal.pt",
    "48_keras_traversal.keras",
)
STORED_AS = {
    "70_fp16.safetensors": "float16",
    "70_fp64.safetensors": "float64",
    "71_bf16.safetensors": "bfloat16",
    "72_fp16.pt": "float16",
    "73_dataparallel_prefix.pt": "float32",
    "76_plain.pt": "float32",
    "77_legacy_nonzip.pt": "float32",
    "79 ünïcode näme with spaces 模型.safetensors": "float32",
    "70-79_expected_weights.npz": "float32",
}


@pytest.fixture(scope="module")
def outcomes(bad: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Opened]:
    """How it went with every file, opened in a folder of its own in which nothing may appear."""
    top = tmp_path_factory.mktemp("bad")
    folder = shutil.copytree(bad, top / "folder" / "bad")
    names = [*REFUSED, *LOADED, *(f"odd_but_valid/{name}" for name in STORED_AS)]
    before = set(top.rglob("*"))
    found = opened([Path(name) for name in names], folder)
    assert set(top.rglob("*")) == before
    return found


def test_every_file_of_the_index_is_here(bad: Path) -> None:
    known = {*REFUSED, *LOADED, *STORED_AS, "70-79_expected_trace.npz"}
    assert {path.name for path in bad.rglob("*") if path.is_file()} - {"index.txt"} == known


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_with_one_sentence(name: str, outcomes: dict[str, Opened]) -> None:
    found = outcomes[name]
    assert found.error.startswith(f"{name}: ")
    assert re.search(REFUSED[name], found.error), found.error
    assert "\n" not in found.error
    assert has_way_out(found.error)
    assert found.seconds < SECONDS
    assert found.events == ()


class _InQuotes(dict[str, str]):
    """A catalogue of every text there is, in «…»."""

    def get(self, text: str, _: object = None) -> str:  # type: ignore[override]
        return f"«{text}»"


@pytest.mark.parametrize("name", REFUSED)
def test_the_sentence_is_told_in_the_language_of_the_window(
    name: str, bad: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(words.LANGUAGES, "quoted", "«»")
    monkeypatch.setattr(words, "_catalogue", lambda name: _InQuotes())
    with pytest.raises(FileError) as caught, words.spoken_in("quoted"):
        library.load(bad / name)
    assert caught.value.reason.startswith("«")
    assert caught.value.reason.endswith("»")


@pytest.mark.parametrize("name", [*LOADED, *STORED_AS])
def test_it_is_read(name: str, outcomes: dict[str, Opened]) -> None:
    assert outcomes[name].error == ""
    assert outcomes[name].events == ()


@pytest.mark.parametrize("name", ["30_pickle_payload_raw.pt", "50_truncated.onnx", "41_truncated.h5", "03_html_404.h5"])
def test_the_command_line_says_one_line(name: str, bad: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["inspect", str(bad / name)]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert len(err.splitlines()) == 1
    assert re.search(rf"{re.escape(name)}: .*{REFUSED[name]}", err)


def test_numbers_that_are_none_are_named_and_stay_what_they_are(bad: Path) -> None:
    name = "18_nan_inf_weights.safetensors"
    file = read(bad / name)
    damaged = {tensor.name: (tensor.nan, tensor.inf) for tensor in file.tensors if tensor.nan or tensor.inf}
    assert damaged == {"lstm.bias_ih_l0": (0, 1), "lstm.weight_hh_l0": (1, 0)}
    warned = "lstm.bias_ih_l0 holds 1 infinite weight", "lstm.weight_hh_l0 holds 1 NaN weight"
    assert set(warned) <= set(file.stacks[0].notes)
    network = library.load(bad / name).network
    with np.errstate(all="ignore"):
        hidden = run(network, inputs=np.ones((3, network.inputs), network.dtype))["layer0.forward.hidden_state"]
    assert np.isnan(hidden).any()


def test_a_missing_bias_is_a_visible_assumption(bad: Path) -> None:
    (stack,) = read(bad / "20_missing_bias_hh.safetensors").stacks
    assert any("bias_hh" in assumed.what or "bias_hh" in assumed.why for assumed in stack.assumptions)
    assert not stack.network.layers[0][0].b_h.any()
    assert stack.network.layers[0][0].b_x.any()


def test_a_vocabulary_in_utf_16_is_decoded(bad: Path) -> None:
    found = vocabulary_file.read(bad / "61_vocab_dup_bom_utf16.json")
    assert all(token.isprintable() for token in found.vocabulary.tokens)
    assert any(not token.isascii() for token in found.vocabulary.tokens)


@pytest.mark.parametrize("name", STORED_AS)
def test_what_is_odd_but_valid_gives_the_expected_trace(name: str, bad: Path) -> None:
    (stack,) = read(bad / ODD / name).stacks
    assert {layer.stored_dtype for layer in stack.layers} == {STORED_AS[name]}
    with np.load(bad / ODD / "70-79_expected_trace.npz") as trace:
        # Half a number was rounded when the file was written.
        atol = {"float16": 2e-3, "bfloat16": 2e-2}.get(STORED_AS[name], 1e-6)
        found = run(stack.network, ids=trace["token_ids"])
        np.testing.assert_allclose(found["layer0.forward.hidden_state"], trace["h"], rtol=0, atol=atol)
        np.testing.assert_allclose(found["layer0.forward.cell_state"][-1], trace["c_last"], rtol=0, atol=atol)


@pytest.mark.parametrize("name", [name for name, dtype in STORED_AS.items() if dtype != "bfloat16"])
def test_the_weights_are_those_that_were_written(name: str, bad: Path) -> None:
    (stack,) = read(bad / ODD / name).stacks
    part = stack.network.layers[0][0]
    with np.load(bad / ODD / "70-79_expected_weights.npz") as weights:
        stored = {key: np.asarray(array, STORED_AS[name]) for key, array in weights.items()}
    assert np.array_equal(part.W.reshape(16, -1), stored["lstm.weight_ih_l0"])
    assert np.array_equal(part.U.reshape(16, -1), stored["lstm.weight_hh_l0"])
    assert np.array_equal(part.b_x.reshape(-1), stored["lstm.bias_ih_l0"])
