"""An option of render that means nothing for what is drawn is refused, whichever it is, and never passed over."""

from __future__ import annotations

from pathlib import Path

import pytest

import gatescope as gs
from gatescope.cli.main import main
from tests.cli.toys import saved

pytestmark = pytest.mark.usefixtures("qapp")

MOVES = {
    "by": "token",
    "sweep": "forget_gate=0..1",
    "frames": "3",
    "fps": "2",
    "seconds": "2",
    "last": "1",
    "loops": "2",
}
PARTS = {"signal": "forget_gate", "units": "u0", "token": "1", "layer": "0", "direction": "forward"}
RUNS = {
    "compare": "sentiment-gru",
    "initial": "s.npz",
    "convention": "activation=relu",
    "clamp": "forget_gate=0",
    "ablate": "u0",
    "gradients": "of=last",
    "fit": "text",
    "step": "1",
    "against": "bad",
}
LOOKS = {"size": "300x200", "scale": "2", "theme": "dark", "palette": "safe", "notation": "gates=gamma"}
FIGURES = {"columns": "2", "style": "slide", "width-mm": "85", "title": "t", "per-view": "heatmap.units=u1"}
REFUSED = {
    "scene": {
        **MOVES,
        **PARTS,
        **RUNS,
        **LOOKS,
        **FIGURES,
        "rnn": "a",
        "dtype": "float64",
        "vocab": "v.json",
        "log": "r.csv",
    },
    "weights": {**MOVES, **PARTS, **RUNS, "vocab": "v.json", "log": "r.csv"},
    "training": {**MOVES, **PARTS, **RUNS, "dtype": "float64", "notation": "gates=gamma"},
    "animation": {
        **{name: value for name, value in FIGURES.items() if name != "columns"},
        "scene": "f.png",
        "parameter": "layer0.forward.U.forget_gate",
        "against": "bad",
        "log": "r.csv",
        "scale": "2",
    },
    "heatmap": {**MOVES, "log": "r.csv", "parameter": "layer0.forward.U.forget_gate"},
}
CASES = [(what, name, value) for what, options in REFUSED.items() for name, value in options.items()]


@pytest.mark.parametrize(("what", "name", "value"), CASES, ids=[f"{what} {name}" for what, name, _ in CASES])
def test_what_means_nothing_is_refused(
    what: str, name: str, value: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / ("a.gif" if what == "animation" else "a.png")
    drawn = {
        "scene": ["--scene", str(tmp_path / "figure.png")],
        "weights": ["--model", saved(tmp_path), "--view", "weights"],
        "training": ["--view", "training", "--log", str(tmp_path / "run.csv")],
        "animation": ["good film", "--model", saved(tmp_path), "--view", "heatmap", "--animate", "typing"],
        "heatmap": ["good film", "--model", saved(tmp_path), "--view", "heatmap"],
    }
    with pytest.raises(SystemExit) as ended:
        main(["render", *drawn[what], f"--{name}", value, "-o", str(out)])
    assert ended.value.code == 2
    assert f"--{name} has no meaning" in capsys.readouterr().err
    assert not out.exists()


def test_a_scene_has_its_own_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    figure = gs.render(gs.trace("sentiment-gru", "good"), path=tmp_path / "figure.png")
    with pytest.raises(SystemExit):
        main(["render", "bad", "--scene", str(figure), "-o", str(tmp_path / "a.png")])
    assert "a text has no meaning with --scene, which has its own" in capsys.readouterr().err


def test_one_line_of_a_script_draws_every_view(tmp_path: Path) -> None:
    model = saved(tmp_path)
    for view in ("heatmap", "weights"):
        out = tmp_path / f"{view}.png"
        assert main(["render", "good film", "--model", model, "--view", view, "-o", str(out)]) == 0
        assert out.exists()


def test_weights_are_written_in_the_notation_that_is_asked_for(tmp_path: Path) -> None:
    drawn = ["render", "--model", saved(tmp_path, "gru"), "--view", "weights", "-o"]
    assert main([*drawn, str(tmp_path / "a.svg")]) == 0
    assert main([*drawn, str(tmp_path / "b.svg"), "--notation", "gates=gamma"]) == 0
    assert (tmp_path / "a.svg").read_bytes() != (tmp_path / "b.svg").read_bytes()
