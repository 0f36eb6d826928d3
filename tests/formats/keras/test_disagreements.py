"""A configuration that says something else than the arrays: the arrays' numbers, and a sentence wherever it runs."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gatescope as gs
from gatescope.app.files.opened import OpenedModel, read_path, summary
from gatescope.app.inspector.reading_page import remarks
from gatescope.cli.main import main
from gatescope.engine.network import Array
from gatescope.progress import silent
from tests.formats.keras.generated import INPUTS, STEPS, answer, keras, layers, quiet, saved, varied, vectors

h5py: Any = pytest.importorskip("h5py", reason="h5py is not installed; it changes the files")
pytestmark = quiet
Config = dict[str, Any]


@dataclass(frozen=True, eq=False)
class Disagreement:
    """What is built, how its configuration is changed afterwards, and what is to be said."""

    build: Callable[[], list[Any]]
    change: Callable[[dict[str, Config]], None]
    said: str


def put(layer: str, **fields: Any) -> Callable[[dict[str, Config]], None]:
    """Change fields of one layer, by its class."""
    return lambda configs: configs[layer]["config"].update(fields)


def renamed(layer: str, kind: str) -> Callable[[dict[str, Config]], None]:
    return lambda configs: configs[layer].update(class_name=kind)


def unwrapped(configs: dict[str, Config]) -> None:
    """Take the Bidirectional away around the layer of one direction."""
    whole = configs["Bidirectional"]
    inner = whole["config"]["layer"]
    whole.update(class_name=inner["class_name"], config={**inner["config"], "name": whole["config"]["name"]})


def wrapped(configs: dict[str, Config]) -> None:
    one = configs["LSTM"]
    inner = {"class_name": "LSTM", "config": dict(one["config"])}
    one.update(class_name="Bidirectional", config={"name": one["config"]["name"], "layer": inner})


def recurrent(kind: str, **more: Any) -> Callable[[], list[Any]]:
    return lambda: [keras.Input((STEPS, INPUTS)), getattr(layers, kind)(4, return_sequences=True, name="r", **more)]


def of_text(dense: dict[str, Any]) -> Callable[[], list[Any]]:
    return lambda: [
        keras.Input((STEPS,)),
        layers.Embedding(9, INPUTS, name="words"),
        layers.GRU(4, return_sequences=True, name="r"),
        layers.Dense(name="d", **dense),
    ]


CASES = {
    "units": Disagreement(recurrent("LSTM"), put("LSTM", units=7), "says units=7, its arrays units=4"),
    "no bias": Disagreement(
        recurrent("GRU"), put("GRU", use_bias=False), "says use_bias=False, its arrays use_bias=True"
    ),
    "a bias": Disagreement(
        recurrent("LSTM", use_bias=False), put("LSTM", use_bias=True), "says use_bias=True, its arrays use_bias=False"
    ),
    "a reset before": Disagreement(
        recurrent("GRU"), put("GRU", reset_after=False), "says reset_after=False, its arrays reset_after=True"
    ),
    "a reset after": Disagreement(
        recurrent("GRU", reset_after=False), put("GRU", reset_after=True),
        "says reset_after=True, its arrays reset_after=False",
    ),
    "another cell": Disagreement(recurrent("GRU"), renamed("GRU", "LSTM"), "says cell=lstm, its arrays cell=gru"),
    "a smaller cell": Disagreement(
        recurrent("LSTM"), renamed("LSTM", "SimpleRNN"), "says cell=rnn, its arrays cell=lstm"
    ),
    "one direction": Disagreement(
        lambda: [keras.Input((STEPS, INPUTS)),
                 layers.Bidirectional(layers.GRU(4, return_sequences=True), name="both")],
        unwrapped, "says directions=1, its arrays directions=2",
    ),
    "two directions": Disagreement(recurrent("LSTM"), wrapped, "says directions=2, its arrays directions=1"),
    "inputs": Disagreement(
        recurrent("LSTM"), put("InputLayer", batch_shape=[None, STEPS, 5], batch_input_shape=[None, STEPS, 5]),
        "says inputs=5, its arrays inputs=3",
    ),
    "rows": Disagreement(
        of_text({"units": 2}), put("Embedding", input_dim=12), "says input_dim=12, its arrays input_dim=9"
    ),
    "columns": Disagreement(
        of_text({"units": 2}), put("Dense", units=5, use_bias=False),
        "'d' says units=5, use_bias=False, its arrays units=2, use_bias=True",
    ),
}  # fmt: skip


def changed(path: Path, change: Callable[[dict[str, Config]], None]) -> None:
    """Change the configuration in the file at `path`, and no array."""

    def edited(text: str) -> str:
        model = json.loads(text)
        change({layer["class_name"]: layer for layer in model["config"]["layers"]})
        return json.dumps(model)

    if path.suffix == ".h5":
        with h5py.File(path, "r+") as file:
            text = file.attrs["model_config"]
            file.attrs["model_config"] = edited(text if isinstance(text, str) else text.decode())
        return
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["config.json"] = edited(members["config.json"].decode()).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)


@pytest.mark.slow
@pytest.mark.parametrize("suffix", [".keras", ".h5"])
@pytest.mark.parametrize("name", CASES)
def test_the_arrays_count_and_it_is_said(
    name: str, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    case = CASES[name]
    model = varied(keras.Sequential(case.build()))
    path = saved(model, tmp_path, suffix)
    given = {"ids": [1, 5, 2, 8, 0, 3]} if "Embedding" in str(model.layers) else {"inputs": vectors()[0]}
    wanted = answer(model, np.array([*given.values()]))
    clean = gs.trace(path, **given)
    assert clean.warnings == ()
    changed(path, case.change)
    recording = gs.trace(path, **given)
    np.testing.assert_array_equal(said_by(recording), said_by(clean))
    np.testing.assert_allclose(said_by(recording), wanted, rtol=0, atol=1e-5)
    (warning,) = recording.warnings
    assert case.said in warning
    assert case.said in recording._repr_html_().replace("&#x27;", "'")
    is_seen(path, warning, given, capsys)


def said_by(recording: gs.Recording) -> Array:
    """The read-out where there is one, else the hidden state of both directions."""
    run = recording.run
    return next(iter(run.readouts.values())) if run.readouts else run.trace.hidden


def is_seen(path: Path, warning: str, given: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    """By `inspect`, by `trace`, and by opening the file in the window."""
    assert main(["inspect", str(path)]) == 0
    assert f"warning {warning}" in " ".join(capsys.readouterr().out.split())
    assert main(["inspect", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["stacks"][0]["warnings"] == [warning]
    np.save(path.parent / "x.npy", given.get("inputs", 0))
    source = ["--ids", ",".join(map(str, given["ids"]))] if "ids" in given else ["--inputs", str(path.parent / "x.npy")]
    assert main(["trace", "--model", str(path), *source, "-o", str(path.parent / "t.npz")]) == 0
    assert warning in capsys.readouterr().err
    opened = read_path(path, silent)
    assert isinstance(opened, OpenedModel)
    assert warning[1:] in summary(opened.file, opened.model)
    shown = remarks(opened.model, opened.file, opened.file.stacks[0]).replace("&#x27;", "'")
    assert warning in shown
