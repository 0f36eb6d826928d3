"""Real and hostile files: safetensors and .npz against the traces and the sentences that belong to them."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
import pytest

from gatescope.engine.run import run
from gatescope.errors import FormatError
from gatescope.formats.core.found import ModelFile
from gatescope.formats.detect.reading import read
from gatescope.formats.own.library import load
from tests.shared import MODELS, needs_models

SHORT, SHALLOW = 1e-4, 1e-5


def arrays(path: Path) -> dict[str, np.ndarray]:
    with np.load(path) as file:
        return dict(file)


def assert_close(found: np.ndarray, wanted: np.ndarray, tolerance: float) -> None:
    np.testing.assert_allclose(found, wanted, rtol=0, atol=tolerance)


@needs_models
def test_the_char_rnn_of_two_layers() -> None:
    folder = MODELS / "charrnn_gru_shakespeare"
    model = load(folder / "DERIVED_hidden_size_50.safetensors")
    reference = arrays(folder / "reference_hidden_size_50.npz")
    trace = run(model.network, ids=reference["token_ids"])
    for k in range(2):
        assert_close(trace[f"layer{k}.forward.hidden_state"], reference[f"h_L{k}"], SHORT)
        assert_close(trace[f"layer{k}.forward.hidden_state"], reference[f"h64_L{k}"], SHORT)
        for gate, signal in (("r", "reset_gate"), ("z", "update_gate"), ("n", "candidate")):
            assert_close(trace[f"layer{k}.forward.{signal}"], reference[f"gate64_L{k}_{gate}"], SHORT)
    logits = trace["hidden_state"] @ model.network.readouts[0].weight.T + model.network.readouts[0].bias
    assert_close(logits, reference["logits"], 1e-3)
    assert model.tokenizer is not None
    assert model.tokenizer.name == "ids"


@needs_models
@pytest.mark.parametrize("word", ["gatescope", "zebra", "thoroughfare"])
def test_the_encoder_of_g2p(word: str) -> None:
    model = load(MODELS / "g2p_gru" / "DERIVED_encoder.safetensors")
    reference = arrays(MODELS / "g2p_gru" / "reference.npz")
    trace = run(model.network, ids=reference[f"{word}:token_ids"])
    assert_close(trace["hidden_state"], reference[f"{word}:enc_h"], SHALLOW)


@needs_models
def test_the_cell_of_silero() -> None:
    model = load(MODELS / "silero_vad_lstm" / "silero_vad_16k.safetensors")
    assert model.origin is not None
    assert model.origin.stack == "lstm_cell"
    reference = arrays(MODELS / "silero_vad_lstm" / "reference.npz")
    trace = run(model.network, inputs=reference["x"])
    for wanted, signal in (("h", "hidden_state"), ("c", "cell_state"), ("h64", "hidden_state"), ("c64", "cell_state")):
        assert_close(trace[signal], reference[wanted], SHORT if wanted.startswith("c") else SHALLOW)
    for letter, signal in (("i", "input_gate"), ("f", "forget_gate"), ("g", "candidate"), ("o", "output_gate")):
        assert_close(trace[signal], reference[f"gate64_{letter}"], SHALLOW)


@pytest.mark.parametrize(
    ("name", "dtype", "tolerance"),
    [
        ("70_fp16.safetensors", "float16", 2e-3),
        ("70_fp64.safetensors", "float64", 1e-6),
        ("71_bf16.safetensors", "bfloat16", 2e-2),
        ("79 ünïcode näme with spaces 模型.safetensors", "float32", 1e-6),
        ("70-79_expected_weights.npz", "float32", 1e-6),
    ],
)
def test_odd_but_valid_files(name: str, dtype: str, tolerance: float, bad: Path) -> None:
    """Half precision moves the trace by what the rounding of the weights does to it."""
    model = load(bad / "odd_but_valid" / name)
    expected = arrays(bad / "odd_but_valid" / "70-79_expected_trace.npz")
    trace = run(model.network, ids=expected["token_ids"])
    assert_close(trace["hidden_state"], expected["h"], tolerance)
    assert_close(trace["cell_state"][-1], expected["c_last"], tolerance)
    file = read(bad / "odd_but_valid" / name)
    assert file.stacks[0].layers[0].stored_dtype == dtype
    weights = arrays(bad / "odd_but_valid" / "70-79_expected_weights.npz")
    rounded = weights["lstm.weight_hh_l0"]
    if dtype == "float16":
        rounded = rounded.astype(np.float16).astype(np.float32)
    found = model.network.layers[0][0].U.reshape(16, 4)
    assert_close(found, rounded, 0 if dtype != "bfloat16" else 4e-3)


BAD_SENTENCES = {
    "01_empty.*": "is empty",
    "02_text_renamed.*": "is plain text",
    "03_html_404.h5": "is a web page",
    "10_truncated.safetensors": "is cut short",
    "11_header_len_2e63.safetensors": "is no safetensors file, or is cut short",
    "12_header_len_beyond_file.safetensors": "is no safetensors file, or is cut short",
    "13_header_not_json.safetensors": "its header is not JSON",
    "15_overlapping_offsets.safetensors": "overlaps",
    "16_shape_vs_bytes.safetensors": r"takes 320,000 bytes as F32, but has 320",
    "17_huge_dims.safetensors": "more bytes than a disk has",
    "19_wrong_shape_hh.safetensors": r"lstm\.weight_hh_l0 has the shape \(16, 5\); expected \(16, 4\)",
    "21_no_rnn_inside.safetensors": r"no RNN/GRU/LSTM weights found; .*query\.weight; it looks like a transformer",
    "23_not_multiple_of_4.safetensors": "expected 4 for an RNN, 12 for a GRU, 16 for an LSTM",
    "61_vocab_dup_bom_utf16.json": "is a vocabulary of 2 tokens, not a model",
}


@pytest.mark.parametrize("pattern", BAD_SENTENCES)
def test_bad_files_get_their_sentence_at_once(pattern: str, bad: Path) -> None:
    paths = list(bad.glob(pattern))
    assert paths
    for path in paths:
        begun = time.monotonic()
        with pytest.raises(FormatError, match=rf"^{re.escape(path.name)}: .*{BAD_SENTENCES[pattern]}"):
            load(path)
        assert time.monotonic() - begun < 2


def test_bad_files_that_open_say_what_is_wrong(bad: Path) -> None:
    odd: ModelFile = read(bad / "18_nan_inf_weights.safetensors")
    assert set(odd.stacks[0].notes) == {
        "lstm.weight_hh_l0 holds 1 NaN weight",
        "lstm.bias_ih_l0 holds 1 infinite weight",
    }
    halved = read(bad / "20_missing_bias_hh.safetensors")
    assert ("lstm.bias_hh_l0", "0") in [(a.what, a.taken) for a in halved.stacks[0].assumptions]
