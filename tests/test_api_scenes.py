"""Figures of scripts and of the command line carry their scene, from which they are drawn again to the same bytes."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import gatescope as gs
from gatescope.cli.main import main
from gatescope.resources import resource
from gatescope.session.scene.in_file import scene_in
from gatescope.session.scene.link import to_link

pytestmark = pytest.mark.usefixtures("qapp")

TEXT = "The film wasn't “good”, $HOME `x` 模 at all."
FIGURES: dict[str, dict[str, Any]] = {
    "heatmap": {"signals": ["forget gate", "cell state"], "units": "u1-5", "token": -1, "theme": "dark"},
    "traces": {"scale": 1.5, "size": (700, 500)},
    "ledger": {"token": 2},
    "gradients": {"of": "readout:sentiment"},
    "cell": {"step": 3, "units": [2]},
    "difference": {},
}


def again(path: Path) -> Path:
    return gs.render_scene(path, path.with_name(f"again{path.suffix}"))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("view", "suffix"),
    [*((view, ".png") for view in FIGURES), ("traces", ".svg"), ("traces", ".pdf"), ("cell", ".pdf")],
)
def test_a_figure_is_drawn_again_from_what_it_carries(view: str, suffix: str, tmp_path: Path) -> None:
    trace = gs.trace("sentiment-lstm", TEXT, clamp="forget_gate=0.1@u3,u7-9@t1-3", ablate="u1")
    path = gs.render(trace, view, tmp_path / f"a{suffix}", **FIGURES[view])
    assert again(path).read_bytes() == path.read_bytes()
    assert gs.scene(path).text == TEXT


@pytest.mark.slow
def test_a_pair_several_models_vectors_and_weights(tmp_path: Path) -> None:
    model = gs.load("sentiment-gru")
    pair = gs.render(gs.trace(model, "a good film"), "pairs", tmp_path / "p.png", against=gs.trace(model, "a bad film"))
    both = gs.render([gs.trace(name, TEXT) for name in ("sentiment-rnn", "sentiment-gru")], path=tmp_path / "b.png")
    weights = gs.render(model, "weights", tmp_path / "w.png", parameter="layer0.forward.W.reset_gate")
    for path in (pair, both, weights):
        assert again(path).read_bytes() == path.read_bytes()


def test_a_model_of_a_file_is_asked_for(tmp_path: Path) -> None:
    for suffix in (".json", ".safetensors"):
        shutil.copy(resource("models", f"sentiment-gru{suffix}"), tmp_path / f"mine{suffix}")
    model = gs.load(tmp_path / "mine.safetensors")
    path = gs.render(gs.trace(model, TEXT), path=tmp_path / "a.png")
    with pytest.raises(gs.GateScopeError, match=r"sentiment-gru \(mine\.safetensors\).*give the model of this file"):
        gs.render_scene(path, tmp_path / "b.png")
    gs.render_scene(path, tmp_path / "b.png", models=[model])
    assert (tmp_path / "b.png").read_bytes() == path.read_bytes()
    out = tmp_path / "c.png"
    assert main(["render", "--scene", str(path), "--model", str(tmp_path / "mine.safetensors"), "-o", str(out)]) == 0
    assert out.read_bytes() == path.read_bytes()


def test_what_no_scene_can_tell_is_drawn_without_one_and_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "a.png"
    gs.render(gs.trace("sentiment-gru", TEXT), path=path, scene=False)
    with pytest.raises(gs.GateScopeError, match="is a picture without a scene"):
        gs.scene(path)
    start = {"layer0.forward.hidden_state": np.ones(gs.load("sentiment-gru").network.units)}
    trace = gs.trace("sentiment-gru", TEXT, initial=start)
    assert trace.untold == "states that were given to start from are no part of a scene"
    gs.render(trace, path=path)
    with pytest.raises(gs.GateScopeError, match="is a picture without a scene"):
        gs.scene(path)
    line = f"render --model sentiment-gru --view traces a --dtype float64 -o {shlex.quote(str(path))}"
    assert main(shlex.split(line)) == 0
    assert "carries no scene: another precision" in capsys.readouterr().err


def test_a_link_is_drawn_by_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, out = tmp_path / "a.png", tmp_path / "b.png"
    assert main(["render", TEXT, "--model", "sentiment-gru", "--view", "heatmap", "-o", str(path)]) == 0
    assert main(["render", "--scene", to_link(scene_in(path)), "-o", str(out)]) == 0
    assert out.read_bytes() == path.read_bytes()
    assert main(["render", "--scene", str(path), "--view", "traces", "--no-scene", "-o", str(out)]) == 0
    with pytest.raises(gs.GateScopeError, match="is a picture without a scene"):
        gs.scene(out)
    with pytest.raises(SystemExit):
        main(["render", "another text", "--scene", str(path), "-o", str(out)])
    assert "a text has no meaning with --scene" in capsys.readouterr().err
