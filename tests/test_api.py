"""``import gatescope as gs``: its names, and that each argument does what it says."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

import gatescope as gs
from gatescope import api
from gatescope.analysis.gradients import gradients as differentiate
from gatescope.engine.cells import Convention
from gatescope.engine.interventions import Interventions
from gatescope.engine.run import run
from gatescope.formats.figures.carrying import KEY
from gatescope.session.corpus.model_digest import model_digest
from tests.cli.toys import model

TEXT = "The food was not good."
IDS = [1, 2, 3, 4, 5, 6]
CELL = "layer0.forward.cell_state"
PUBLIC = {
    "Ablate",
    "Clamp",
    "GateScopeError",
    "GradientTrace",
    "Model",
    "Recording",
    "Scene",
    "__version__",
    "animate",
    "check",
    "connectivity",
    "direct_path",
    "factors",
    "figure",
    "find",
    "find_pattern",
    "fixed_points",
    "gradients",
    "index",
    "inspect",
    "itemised",
    "load",
    "memory_ledger",
    "models",
    "moving_averages",
    "pattern_of",
    "prove",
    "render",
    "render_scene",
    "saturation",
    "scene",
    "sweep",
    "time_scales",
    "trace",
    "unit_statistics",
    "write_states",
}


def test_the_public_names() -> None:
    assert set(gs.__all__) == PUBLIC
    assert set(api.__all__) == PUBLIC - {"__version__"}
    assert set(dir(gs)) >= PUBLIC
    for name in PUBLIC - {"__version__"}:
        assert getattr(gs, name) is getattr(api, name)
        assert getattr(api, name).__doc__


def test_a_name_that_is_not_there() -> None:
    with pytest.raises(AttributeError, match="module 'gatescope' has no attribute 'tracee'; it has Ablate, "):
        gs.tracee  # noqa: B018


@pytest.mark.slow
def test_the_import_is_light_and_the_names_come_when_asked_for() -> None:
    program = (
        "import sys, gatescope as gs; light = 'numpy' not in sys.modules and 'gatescope.api' not in sys.modules;"
        "gs.trace; print(light, 'gatescope.api' in sys.modules, 'PySide6' in sys.modules, 'numba' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True", "False", "False"]


def test_a_trace_is_the_engines() -> None:
    toy = model()
    found = gs.trace(toy, TEXT)
    expected = run(toy.network, ids=IDS)
    assert found["tokens"].tolist() == ["The", "food", "was", "not", "good", "."]
    assert found["ids"].tolist() == IDS
    for key, values in expected.items():
        assert np.array_equal(found[key], values)
    assert found["readout.sentiment"].shape == (6, 1)


def test_a_model_by_name_or_file() -> None:
    assert "sentiment-lstm" in gs.models()
    loaded = gs.load("sentiment-lstm")
    found = gs.trace(loaded, TEXT)
    again = gs.trace("sentiment-lstm", TEXT)
    assert np.array_equal(found["hidden_state"], again["hidden_state"])
    with pytest.raises(gs.GateScopeError, match=r"gone\.pt: there is no such file, and the bundled models are "):
        gs.load("gone.pt")


def test_ids_and_vectors(tmp_path: Path) -> None:
    toy = model()
    assert toy.network.embedding is not None
    vectors = toy.network.embedding[IDS]
    np.save(tmp_path / "x.npy", vectors)
    expected = gs.trace(toy, TEXT)["cell_state"]
    for source in ({"ids": IDS}, {"ids": np.array(IDS)}, {"inputs": vectors}, {"inputs": vectors.tolist()}):
        assert np.array_equal(gs.trace(toy, **source)["cell_state"], expected)
    for path in (tmp_path / "x.npy", str(tmp_path / "x.npy")):
        assert np.array_equal(gs.trace(toy, inputs=path)["cell_state"], expected)


def test_states_to_start_from(tmp_path: Path) -> None:
    toy = model()
    initial = {"layer0.forward.hidden_state": [0.5, -0.5, 1.0]}
    np.savez(tmp_path / "s.npz", **initial)
    expected = run(toy.network, ids=IDS, initial={key: np.array(values) for key, values in initial.items()})
    for states in (initial, tmp_path / "s.npz", str(tmp_path / "s.npz")):
        assert np.array_equal(gs.trace(toy, TEXT, initial=states)["hidden_state"], expected["hidden_state"])
    assert not np.allclose(gs.trace(toy, TEXT)["hidden_state"], expected["hidden_state"])


def test_what_if() -> None:
    toy = model()
    expected = run(
        toy.network, ids=IDS, interventions=Interventions((gs.Clamp("forget_gate", 0.0, (1,)), gs.Ablate((2,))))
    )
    for clamp, ablate in (("forget gate=0@u1", "u2"), ([gs.Clamp("forget_gate", 0.0, (1,))], [2])):
        found = gs.trace(toy, TEXT, clamp=clamp, ablate=ablate)
        assert np.array_equal(found["cell_state"], expected["cell_state"])
        assert np.array_equal(found["baseline.cell_state"], run(toy.network, ids=IDS)["cell_state"])
        assert found.baseline is not None
        assert list(found)[len(found) // 2 :] == [f"baseline.{key}" for key in found.baseline]
    assert "what if forget_gate=0@u1, without u2" in found._repr_html_()


def test_what_if_somewhere_else() -> None:
    toy = model(layers=2, directions=("forward", "reverse"))
    found = gs.trace(toy, TEXT, clamp="forget_gate=0", layer=0, direction="reverse")
    assert found.run.opened is found.baseline.run
    assert not found["layer0.reverse.forget_gate"].any()
    assert found["layer1.forward.forget_gate"].all()


def test_gradients() -> None:
    toy = model()
    expected = differentiate(toy.network, run(toy.network, ids=IDS), "readout:sentiment")
    asked = gs.trace(toy, TEXT, gradients="readout:sentiment")
    later = gs.gradients(gs.trace(toy, TEXT), of="readout:sentiment")
    for key in expected:
        assert np.array_equal(asked[key], expected[key])
        assert np.array_equal(later[key], expected[key])
    assert np.array_equal(asked["grad.cell_state"], asked["layer0.forward.grad.cell_state"])
    assert asked["gradient_target"] == later.target == "readout:sentiment:positive"
    assert gs.gradients(gs.trace(toy, TEXT)).target == "last"
    assert "with the gradients of readout:sentiment:positive" in asked._repr_html_()


def test_a_convention() -> None:
    toy = model("gru")
    other = replace(toy.network, convention=Convention(reset_after=False))
    found = gs.trace(toy, TEXT, convention={"reset_after": False})
    assert np.array_equal(found["hidden_state"], run(other, ids=IDS)["hidden_state"])


def test_precision() -> None:
    assert gs.trace(model(), TEXT, dtype="float64")["hidden_state"].dtype == np.float64
    assert gs.trace(model(), TEXT)["hidden_state"].dtype == np.float32


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({}, "give one of a text, ids and inputs"),
        ({"text": "a", "ids": [1]}, "give one of a text, ids and inputs"),
        ({"text": "a", "layer": 0}, "a layer or a direction says where a clamp or an ablation acts: give one of these"),
        ({"text": "a", "clamp": "forget_gate=0@u7"}, "clamp forget_gate=0@u7: .* has the units 0 … 2, not 7"),
        ({"text": "a", "gradients": "tokens:5"}, "there is no token 5: the text has 1"),
        ({"text": "a", "gradients": "everything"}, "'everything' names nothing to differentiate"),
        ({"text": "a", "convention": {"reset_after": True}}, "convention reset_after means nothing for the LSTM"),
        ({"ids": [99]}, "the token id 99 lies outside 0 … 6"),
        ({"ids": [1.5]}, "ids holds values of type float64, not whole numbers"),
        ({"ids": [[1, 2]]}, r"ids has the shape \(1, 2\); it takes a row of whole numbers"),
        ({"ids": [10**30]}, "ids holds values of type object, not whole numbers"),
        ({"ids": np.array([2**63], np.uint64)}, "ids holds values of type uint64, not whole numbers"),
        ({"inputs": [[1.0], [1.0, 2.0]]}, "inputs has rows of different lengths, which cannot be an array"),
        ({"inputs": np.zeros((3, 5))}, r"inputs has the shape \(3, 5\); the model takes vectors of shape \(T, 2\)"),
        ({"inputs": [["a", "b"]]}, "inputs holds values of type <U1, not real numbers"),
        ({"text": "a", "dtype": "float16"}, "there is no precision 'float16'; there are float32, float64"),
        ({"text": "a", "initial": {"h0": [0.0]}}, "there is no initial state 'h0'; there are layer0.forward.hidden"),
        (
            {"text": "a", "initial": {"layer0.forward.cell_state": [0.0]}},
            r"has the shape \(1,\); the model takes \(3,\)",
        ),
        ({"text": "a", "initial": {"layer0.forward.cell_state": [None] * 3}}, "holds values of type object"),
    ],
)
def test_what_does_not_fit_is_one_sentence(arguments: dict, sentence: str) -> None:
    with pytest.raises(gs.GateScopeError, match=sentence):
        gs.trace(model(), **arguments)


def test_pictures(tmp_path: Path, qapp: object) -> None:
    toy, other = model(), model("gru")
    found = gs.trace(toy, TEXT)
    for shown, view in ((found, "heatmap"), ([found, gs.trace(other, TEXT)], "traces"), (toy, "weights")):
        path = gs.render(shown, view=view, path=tmp_path / f"{view}.png", size=(400, 300))
        assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("signals", ["forget gate", ["forget_gate"]])
@pytest.mark.parametrize("units", ["u2,u0", [2, 0]])
def test_signals_and_units_as_texts_or_lists(
    tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch, signals: str | list[str], units: str | list[int]
) -> None:
    drawn: list = []
    monkeypatch.setattr("gatescope.export.png.save_png", lambda plot, *_: drawn.append(plot))
    gs.render(gs.trace(model(), TEXT), path=tmp_path / "p.png", signals=signals, units=units)
    assert [(panel.signal, panel.order.tolist()) for panel in drawn[0].panels] == [("forget_gate", [2, 0])]


def test_no_ids_are_an_empty_text() -> None:
    assert gs.trace(model(), ids=[])["hidden_state"].shape == (0, 3)


def test_what_a_picture_shows(tmp_path: Path, qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list = []
    monkeypatch.setattr("gatescope.export.png.save_png", lambda *arguments: drawn.append(arguments))
    found = gs.trace(model(layers=2), TEXT)
    options = {"signals": ["forget gate"], "units": [2, 0], "token": -1, "layer": 0}
    gs.render(found, path=tmp_path / "p.png", size=(400, 300), scale=2.0, theme="dark", **options)
    ((plot, path, width, height, scale, theme, metadata),) = drawn
    assert [(panel.signal, panel.part, panel.order.tolist()) for panel in plot.panels] == [
        ("forget_gate", "layer0.forward", [2, 0])
    ]
    assert plot.cursor == 5
    assert (path, width, height, scale, theme.name) == (tmp_path / "p.png", 400, 300, 2.0, "dark")
    assert metadata.pop(KEY).startswith("gatescope:")
    digest = metadata.pop("Digest")
    assert metadata == {"Model": "toy-lstm", "Cell": "LSTM"}
    assert digest == f"toy-lstm sha256:{model_digest(model(layers=2))}"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"view": "weights"}, "the weights are a model's, not a trace's: give render the model"),
        ({"view": "cells"}, "there is no view 'cells' of a run; there are heatmap, difference, "),
        ({"path": "p.bmp"}, r"p\.bmp: a picture is written as \.png"),
        ({"theme": "blue"}, "there is no theme 'blue'; there are light, dark"),
        ({"scale": 9.0}, r"there is no scale 9\.0; it is a number from 1 to 4"),
        ({"units": [-1]}, "there is no unit -1"),
        ({"signals": ["gamma"]}, "there is no signal 'gamma'; there are forget_gate"),
        ({"direction": "reverse"}, r"there is no layer0\.reverse; the network has layer0\.forward"),
    ],
)
def test_a_picture_that_cannot_be_made(tmp_path: Path, qapp: object, options: dict, sentence: str) -> None:
    with pytest.raises(gs.GateScopeError, match=sentence):
        gs.render(gs.trace(model(), TEXT), **{"path": tmp_path / "p.png", **options})
    with pytest.raises(gs.GateScopeError, match="a model alone has no heatmap"):
        gs.render(model(), path=tmp_path / "p.png")
    with pytest.raises(gs.GateScopeError, match="there is nothing to draw"):
        gs.render([], path=tmp_path / "p.png")


@pytest.mark.slow
def test_a_picture_and_a_figure_as_the_text_of_an_svg() -> None:
    found = gs.trace(model(), TEXT)
    drawn = gs.render(found, "heatmap", "svg", size=(300, 200))
    assert isinstance(drawn, str)
    assert 'width="79.3750mm"' in drawn
    assert "sha256:" in drawn
    assert "<text" in str(gs.render(model(), "weights", "svg"))
    composed = gs.figure(found, "heatmap,traces", width_mm=85, path="svg")
    assert 'width="85.0000mm"' in str(composed)
    assert not isinstance(gs.figure(found, "heatmap"), str | Path)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"views": ["gate"]}, "there is no view 'gate'"),
        ({"style": "poster"}, "there is no style 'poster'; there are screen, print, slide"),
        ({"theme": "blue", "path": "f.pdf"}, "there is no theme 'blue'"),
        ({"path": "f.doc"}, "a picture is written as .png or .svg or .pdf"),
    ],
)
def test_a_figure_that_cannot_be_made(options: dict[str, object], sentence: str) -> None:
    with pytest.raises(gs.GateScopeError, match=sentence):
        gs.figure(gs.trace(model(), TEXT), **{"views": ["heatmap"], **options})  # type: ignore[arg-type]
    with pytest.raises(gs.GateScopeError, match="at least one trace"):
        gs.figure([], "heatmap")
