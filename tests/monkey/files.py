"""The files that the monkey opens: good and bad ones made here, and those of ../shared where it is there."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from random import Random

import numpy as np

from gatescope.formats.own.weights_and_card import save_model
from gatescope.resources import resource
from tests.app.inspector.files import gru_file
from tests.formats.models import random_model
from tests.shared import SHARED

_MOST_BYTES = 1 << 20
MADE = (
    "three.safetensors", "both.safetensors", "reversed.safetensors", "double.safetensors", "lstm.safetensors",
    "rnn.safetensors", "gru.safetensors", "deep.safetensors", "nan.safetensors", "empty.safetensors",
    "cut.safetensors", "noise.pt", "page.h5", "text.onnx", "empty.keras", "text.txt", "latin1.txt", "bom.txt",
    "long.txt", "vectors.npy", "wrong.npy", "nan.npy", "vectors.csv", "words.json", "words.txt", "broken.json",
    "one.gatescope", "two.gatescope", "broken.gatescope", "missing.safetensors", "picture.png", "picture.svg",
    "no/such/folder/picture.png",
)  # fmt: skip


def shared_files() -> list[str]:
    """The models and the bad files of ../shared that are small enough to be opened often, by their path there."""
    found = [p for name in ("models", "bad", "wild") for p in sorted((SHARED / name).rglob("*")) if p.is_file()]
    small = [p for p in found if p.stat().st_size <= _MOST_BYTES and not p.name.startswith(("LICENSE", "README"))]
    return [f"shared/{path.relative_to(SHARED).as_posix()}" for path in small]


_SHARED_FILES = shared_files()


def some_file(rng: Random) -> str:
    """The name of a file, of ../shared one time in four."""
    return rng.choice(_SHARED_FILES) if _SHARED_FILES and rng.random() < 0.25 else rng.choice(MADE)


def path_of(name: str, folder: Path) -> Path:
    """Where the file called `name` lies: in `folder`, with a copy of one of ../shared, for the monkey also saves."""
    path = folder / name
    if name.startswith("shared/") and not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(SHARED / name.removeprefix("shared/"), path)
    return path


def make_files(folder: Path) -> None:
    """Fill `folder` with the files that `MADE` names, but for those that are saved later or never there."""
    rng = np.random.default_rng(3)
    save_model(random_model("lstm", layers=3), folder / "three.safetensors")
    save_model(random_model("gru", directions=("forward", "reverse"), layers=2), folder / "both.safetensors")
    save_model(random_model("rnn", directions=("reverse",)), folder / "reversed.safetensors")
    save_model(random_model("gru", dtype=np.float64), folder / "double.safetensors")
    for cell in ("lstm", "rnn"):
        shutil.copy(resource("models", f"sentiment-{cell}.safetensors"), folder / f"{cell}.safetensors")
        card = json.loads(resource("models", f"sentiment-{cell}.json").read_text("utf-8"))
        (folder / f"{cell}.json").write_text(json.dumps(card | {"name": f"copy of {cell} <b>&"}), "utf-8")
    gru_file(folder / "gru.safetensors")
    gru_file(folder / "deep.safetensors", units=5, layers=3)
    whole = (folder / "gru.safetensors").read_bytes()
    (folder / "nan.safetensors").write_bytes(whole[:-40] + np.full(10, np.nan, np.float32).tobytes())
    (folder / "cut.safetensors").write_bytes(whole[:-7])
    (folder / "empty.safetensors").write_bytes(b"")
    (folder / "noise.pt").write_bytes(rng.bytes(5000))
    (folder / "page.h5").write_text("<html>404</html>", "utf-8")
    (folder / "text.onnx").write_text("not a model", "utf-8")
    (folder / "empty.keras").write_bytes(b"")
    (folder / "text.txt").write_text("A text from a file, ünd 日本 \U0001f600.\nTwo lines.", "utf-8")
    (folder / "latin1.txt").write_bytes("ünlesbar".encode("latin-1"))
    (folder / "bom.txt").write_bytes("\ufeffmarked \ufeff twice".encode())
    (folder / "long.txt").write_text("it was a good and a bad day . " * 60, "utf-8")
    np.save(folder / "vectors.npy", rng.standard_normal((12, 3)).astype(np.float32))
    np.save(folder / "wrong.npy", rng.standard_normal((12, 4)))
    np.save(folder / "nan.npy", np.array([[0.0, 1.0, 2.0], [np.nan, np.inf, -np.inf], [1e38, 1.0, 1.0]]))
    (folder / "vectors.csv").write_text("1,2,3\n4,5,6\n", "utf-8")
    (folder / "words.json").write_text(json.dumps(["<unk>", "a", "b", "日", "\ufeff", "e\u0301"]), "utf-8")
    (folder / "words.txt").write_text("<unk>\na\nb\nthe\ngood\nbad\n", "utf-8")
    (folder / "broken.json").write_text('{"a": [1, 2', "utf-8")
    (folder / "broken.gatescope").write_bytes(rng.bytes(300))
