"""Files that are empty, cut, forged, made to do harm, or odd but valid; made here, as ../shared/bad has them as well.

Names, sizes and what is wrong are those of its index.txt, so that one test holds both to the same sentences. The
numbers are our own. The only thing that any file would run is ``touch payload_ran``.
"""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path

import numpy as np

from tests.formats.odd_files import INPUTS, UNITS, headed, lstm, odd_files, safetensors, state_dict, trace
from tests.formats.onnx.models import info, model, node, weights
from tests.formats.pytorch.pickles import called, mapping, number, pickle, text, zip_file

DATA = Path(__file__).parents[1] / "data"
ODD = "odd_but_valid"

_ONES = np.ones((30, 8), np.float32)
_TOUCH = called("posix", "system", text("touch payload_ran"))


def make(folder: Path) -> Path:
    """Fill `folder` and return it."""
    (folder / ODD).mkdir(parents=True)
    for kind in ("pt", "safetensors", "h5", "keras", "onnx"):
        (folder / f"01_empty.{kind}").touch()
    for kind in ("onnx", "pt"):
        (folder / f"02_text_renamed.{kind}").write_text("This is just a text file.\n" * 40)
    page = "<!DOCTYPE html><html><head><title>404 Not Found</title></head><body>Not Found</body></html>"
    (folder / "03_html_404.h5").write_text(page)
    for name, content in odd_files().items():
        (folder / ODD / name).write_bytes(content)
    np.savez(folder / ODD / "70-79_expected_trace.npz", **trace(lstm()))  # type: ignore[arg-type]
    for write in (_safetensors, _pickles, _keras, _onnx):
        write(folder)
    (folder / "61_vocab_dup_bom_utf16.json").write_bytes(json.dumps({"naïve": 1, "日本": 2}).encode("utf-16"))
    return folder


# safetensors


def _safetensors(folder: Path) -> None:
    whole = lstm()
    w, u = whole["lstm.weight_ih_l0"], whole["lstm.weight_hh_l0"]

    def entry(shape: tuple[int, ...], start: int, stop: int) -> dict[str, object]:
        return {"dtype": "F32", "shape": shape, "data_offsets": [start, stop]}

    def forged(size: int, **entries: dict[str, object]) -> bytes:
        named = {f"lstm.weight_{name}_l0": value for name, value in entries.items()}
        return headed(json.dumps(named).encode(), bytes(size))

    sick = {name: array.copy() for name, array in whole.items()}
    sick["lstm.weight_hh_l0"][3, 2], sick["lstm.bias_ih_l0"][5] = np.nan, np.inf
    ten = {name: array[:10] if name.startswith("lstm") else array for name, array in whole.items()}
    attention = dict.fromkeys(map("encoder.layer.0.attention.self.{}.weight".format, ("key", "query")), _ONES[:8])
    files = {
        "10_truncated": safetensors(whole)[:-100],
        "11_header_len_2e63": struct.pack("<Q", 2**63 + 5) + b'{"a": 1}',
        "12_header_len_beyond_file": struct.pack("<Q", 90_000_000) + b'{"a": 1}',
        "13_header_not_json": headed(b'{"lstm.weight_ih_l0": {"dtype": "F32", "shape": [16,5], "data_off', bytes(320)),
        "15_overlapping_offsets": forged(356, ih=entry(w.shape, 0, 320), hh=entry(u.shape, 100, 356)),
        "16_shape_vs_bytes": forged(320, ih=entry((16, 5000), 0, 320)),
        "17_huge_dims": forged(16, ih=entry((1 << 40, 1 << 40), 0, 16)),
        "18_nan_inf_weights": safetensors(sick),
        "19_wrong_shape_hh": safetensors({**whole, "lstm.weight_hh_l0": w}),
        "20_missing_bias_hh": safetensors({name: a for name, a in whole.items() if name != "lstm.bias_hh_l0"}),
        "21_no_rnn_inside": safetensors({"embeddings.word_embeddings.weight": _ONES, **attention}),
        "23_not_multiple_of_4": safetensors(ten),
    }  # fmt: skip
    for name, content in files.items():
        (folder / f"{name}.safetensors").write_bytes(content)


# PyTorch


def _pickles(folder: Path) -> None:
    value, storages = state_dict(lstm())
    (folder / "30_pickle_payload_raw.pt").write_bytes(pickle(mapping({"lstm.weight_ih_l0": _TOUCH})))
    zip_file(folder / "31_pickle_payload_zip.pt", mapping({"lstm.weight_ih_l0": _TOUCH}), storages)
    key = next(name for name, data in storages.items() if len(data) == 320)
    zip_file(folder / "33_missing_storage.pt", value, {name: d for name, d in storages.items() if name != key})
    zip_file(folder / "34_storage_too_short.pt", value, {**storages, key: bytes(8)})
    bomb = {**storages, key: bytes(1 << 28)}
    zip_file(folder / "35_zip_bomb.pt", value, bomb, zipfile.ZIP_DEFLATED)
    path = zip_file(folder / "36_path_traversal.pt", value, storages)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("../traversal_escaped", b"x")
    nothing = mapping({"epoch": number(3), "optimizer": mapping({})})
    zip_file(folder / "37_checkpoint_without_model.pt", nothing, {})


# Keras, from valid files that Keras wrote


def _keras(folder: Path) -> None:
    (folder / "40_no_groups.h5").write_bytes((DATA / "no_keras.h5").read_bytes())
    whole = (DATA / "keras_plain.h5").read_bytes()
    (folder / "41_truncated.h5").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(DATA / "keras_sum.keras") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    without = {name: data for name, data in members.items() if name != "model.weights.h5"}
    for name, content in (
        ("45_keras_no_weights", without),
        ("47_keras_config_not_json", {**members, "config.json": b"\xff\xfe not json"}),
        ("48_keras_traversal", {**members, "../traversal_escaped": b"x"}),
    ):
        with zipfile.ZipFile(folder / f"{name}.keras", "w") as archive:
            for member, data in content.items():
                archive.writestr(member, data)


# ONNX


def _onnx(folder: Path) -> None:
    kept = weights("LSTM", INPUTS, UNITS)
    inputs = [info("X", ("T", "B", INPUTS))]
    layer = model([node("LSTM", "X W R B", "Y", hidden_size=UNITS)], inputs, ["Y"], kept)
    whole = layer.SerializeToString()
    fused = node("FusedAttentionLSTM", "X W R", "Y", domain="com.example.custom", hidden_size=UNITS)
    custom = model([fused], inputs, ["Y"], kept)
    custom.opset_import.add(domain="com.example.custom", version=1)
    fed = [*inputs, info("W", (1, 16, INPUTS)), info("R", (1, 16, UNITS))]
    files = {
        "50_truncated": whole[: len(whole) // 2],
        "51_custom_op": custom.SerializeToString(),
        "52_weights_are_inputs": model([node("LSTM", "X W R", "Y", hidden_size=UNITS)], fed, ["Y"]).SerializeToString(),
    }
    layer.opset_import[0].version = 9999
    files["56_future_opset"] = layer.SerializeToString()
    for name, content in files.items():
        (folder / f"{name}.onnx").write_bytes(content)
