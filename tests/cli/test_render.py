import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage

import gatescope as gs
from gatescope.cli.figure_arguments import VIEWS
from gatescope.cli.main import main
from gatescope.formats.own.weights_and_card import save_model
from gatescope.plots.by_name import LOG_VIEWS
from gatescope.plots.cell.wiring import CellPlot
from gatescope.plots.description import HeatmapPlot, LinePlot, Plot
from gatescope.plots.gradient_flow_plot import GradientFlowPlot
from gatescope.plots.hues import SAFE
from gatescope.plots.matrix_plot import MatrixPlot
from gatescope.plots.space.plane import StatePlanePlot
from gatescope.plots.theme import CONTRAST_DARK, DARK, LIGHT, theme_named
from tests.cli.toys import model, saved
from tests.paint.looking import has, ink, pixels

pytestmark = pytest.mark.slow

TEXT = "The food was not good."


@pytest.fixture(autouse=True)
def _application(qapp: QGuiApplication) -> None:
    """Held by the tests, because a process has only one."""


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Plot]:
    """The plots that were handed to the painter."""
    found: list[Plot] = []
    monkeypatch.setattr("gatescope.export.png.save_png", lambda plot, *_: found.append(plot))
    return found


def render(folder: Path, *arguments: str, cell: str = "lstm", **options) -> int:
    return main(["render", *arguments, "--model", saved(folder, cell, **options), "-o", str(folder / "p.png")])


@pytest.mark.parametrize("view", [view for view in VIEWS if view not in LOG_VIEWS])
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_view_makes_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str], view: str, theme) -> None:
    size = ("--size", "600x400", "--scale", "2", "--theme", theme.name)
    more = {
        "difference": ("--clamp", "forget_gate=1@t2"),
        "what-if": ("--clamp", "forget_gate=1@t2"),
        "pairs": ("--against", TEXT[: len(TEXT) // 2]),
    }
    assert render(tmp_path, TEXT, "--view", view, *size, *more.get(view, ())) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'p.png'}: {view}, 1200 × 800 pixels\n"
    picture = QImage(str(tmp_path / "p.png"))
    assert (picture.width(), picture.height()) == (1200, 800)
    shown = pixels(picture)
    assert has(shown, theme.surface)[:20].all()
    assert ink(shown, theme.surface).sum() > 5000
    assert picture.text("Model") == "toy-lstm"
    if view != "weights":
        assert picture.text("Sentence") == TEXT
        assert picture.text("Cell") == "LSTM"


def test_maps_of_chosen_signals_units_and_token(tmp_path: Path, drawn: list[Plot]) -> None:
    arguments = ("--signal", "forget gate", "--signal", "cell_state,input_gate", "--units", "2,0-1", "--token", "-1")
    assert render(tmp_path, TEXT, "--view", "heatmap", *arguments) == 0
    (plot,) = drawn
    assert isinstance(plot, HeatmapPlot)
    assert [panel.signal for panel in plot.panels] == ["forget_gate", "input_gate", "cell_state"]
    assert [panel.order.tolist() for panel in plot.panels] == [[2, 0, 1]] * 3
    assert plot.cursor == 5


def test_compare_stacks_the_models(tmp_path: Path, drawn: list[Plot]) -> None:
    others = [saved(tmp_path, cell) for cell in ("gru", "rnn")]
    assert render(tmp_path, TEXT, "--view", "heatmap", "--compare", *others) == 0
    assert render(tmp_path, TEXT, "--view", "traces", "--compare", *others) == 0
    maps, lines = drawn
    assert isinstance(maps, HeatmapPlot)
    assert list(dict.fromkeys(panel.cell for panel in maps.panels)) == ["lstm", "gru", "rnn"]
    assert isinstance(lines, LinePlot)
    assert [series.hue for series in lines.series] == ["cell:lstm", "cell:gru", "cell:rnn"]


def test_traces_of_one_and_of_several_units(tmp_path: Path, drawn: list[Plot]) -> None:
    assert render(tmp_path, TEXT, "--view", "traces", "--units", "1", "--signal", "forget_gate,output_gate") == 0
    assert render(tmp_path, TEXT, "--view", "traces", "--units", "0,2", "--signal", "forget_gate") == 0
    one, several = drawn
    assert isinstance(one, LinePlot)
    assert isinstance(several, LinePlot)
    assert [series.hue for series in one.series] == ["forget_gate", "output_gate"]
    assert (one.low, one.high) == (0.0, 1.0)
    assert [series.label for series in several.series] == ["unit 0 · forget gate", "unit 2 · forget gate"]


def test_a_layer_and_a_direction(tmp_path: Path, drawn: list[Plot]) -> None:
    deep = {"layers": 2, "directions": ("forward", "reverse")}
    assert render(tmp_path, TEXT, "--view", "heatmap", **deep) == 0
    assert render(tmp_path, TEXT, "--view", "heatmap", "--layer", "0", "--direction", "reverse", **deep) == 0
    assert [plot.panels[0].part for plot in drawn] == ["layer1.forward", "layer0.reverse"]


def test_a_cell_at_a_token_and_an_operation(tmp_path: Path, drawn: list[Plot]) -> None:
    arguments = ("--view", "cell", "--token", "2", "--units", "1")
    assert render(tmp_path, TEXT, *arguments, "--step", "3") == 0
    assert render(tmp_path, TEXT, *arguments, cell="gru") == 0
    first, last = drawn
    assert isinstance(first, CellPlot)
    assert isinstance(last, CellPlot)
    assert (first.step, first.wirings[0].token, first.wirings[0].unit) == (3, 2, 1)
    assert last.step == last.steps == 7


def drawn_flow(drawn: list[Plot]) -> GradientFlowPlot:
    plot = drawn.pop()
    assert isinstance(plot, GradientFlowPlot)
    return plot


def test_the_gradients_that_are_drawn_are_those_of_the_analysis(tmp_path: Path, drawn: list[Plot]) -> None:
    paths = [saved(tmp_path, cell) for cell in ("rnn", "gru", "lstm")]
    arguments = ("--model", paths[0], "--compare", *paths[1:], "--token", "2", "-o", str(tmp_path / "p.png"))
    assert main(["render", TEXT, "--view", "gradients", *arguments]) == 0
    plot = drawn_flow(drawn)
    assert plot.cursor == 2
    assert plot.front == "toy-rnn"
    states = [(line.cell, line.state) for line in plot.lines]
    assert states == [
        ("rnn", "hidden_state"),
        ("gru", "hidden_state"),
        ("lstm", "hidden_state"),
        ("lstm", "cell_state"),
    ]
    for path in paths:
        trace = gs.trace(path, TEXT)
        slopes = gs.gradients(trace, of="readout:sentiment")
        lines = [line for line in plot.lines if line.model == trace.run.model]
        for line in lines:
            np.testing.assert_array_equal(line.values, slopes.log10_norm(f"{line.part}.grad.{line.state}"))
        row, *more = (row for row in plot.factors if row.model == trace.run.model)
        cell = trace.run.network.cell.name
        assert len(more) == (cell == "rnn")
        if cell == "rnn":
            np.testing.assert_array_equal(row.values, gs.factors(trace).jacobian_largest)
            np.testing.assert_array_equal(more[0].values, gs.factors(trace).slopes["hidden_state"])
        else:
            gate = trace["forget_gate" if cell == "lstm" else "update_gate"]
            np.testing.assert_allclose(row.values, gate.mean(axis=1, dtype=np.float64))


@pytest.mark.parametrize("of", ["last", "tokens:2", "readout:sentiment:negative@3"])
def test_gradients_of_what_was_asked_in_the_layer_that_was_named(tmp_path: Path, drawn: list[Plot], of: str) -> None:
    deep = {"layers": 3, "directions": ("forward", "reverse")}
    where = ("--layer", "1", "--direction", "reverse")
    assert render(tmp_path, TEXT, "--view", "gradients", "--gradients", f"of={of}", *where, **deep) == 0
    plot = drawn_flow(drawn)
    assert plot.place == "layer 2"
    assert plot.target_token == {"last": 5, "tokens:2": 2}.get(of, 3)
    slopes = gs.gradients(gs.trace(str(tmp_path / "toy-lstm.safetensors"), TEXT), of=of)
    assert [(line.part, line.label) for line in plot.lines[::2]] == [
        ("layer1.forward", "LSTM →"),
        ("layer1.reverse", "LSTM ←"),
    ]
    for line in plot.lines:
        np.testing.assert_array_equal(line.values, slopes.log10_norm(f"{line.part}.grad.{line.state}"))


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_the_plane_that_is_drawn_is_that_of_the_analysis(tmp_path: Path, drawn: list[Plot], cell: str) -> None:
    (tmp_path / "mine.txt").write_text("the food was good\n")
    for fit, words in (("bundled", True), ("text", False), (str(tmp_path / "mine.txt"), True)):
        assert render(tmp_path, TEXT, "--view", "space", "--fit", fit, "--token", "1", cell=cell) == 0
        (plot,) = drawn
        drawn.clear()
        assert isinstance(plot, StatePlanePlot)
        assert plot.cursor == 1
        (panel,) = plot.panels
        states = np.asarray(gs.trace(str(tmp_path / f"toy-{cell}.safetensors"), TEXT)["hidden_state"], np.float64)
        np.testing.assert_allclose(panel.path.points, (states - panel.plane.mean) @ panel.plane.axes.T, atol=1e-6)
        assert bool(len(panel.background)) == words


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("text", ["good", ""])
def test_gradients_of_one_word_and_of_none(tmp_path: Path, cell: str, text: str) -> None:
    assert render(tmp_path, text, "--view", "gradients", cell=cell) == 0
    assert ink(pixels(QImage(str(tmp_path / "p.png"))), LIGHT.surface).sum() > 500


def test_gradients_of_a_run_that_is_no_number_and_of_a_model_without_a_read_out(
    tmp_path: Path, drawn: list[Plot], capsys: pytest.CaptureFixture[str]
) -> None:
    made = model()
    assert made.network.embedding is not None
    embedding = made.network.embedding.copy()
    embedding[4] = np.nan
    for name, network in {
        "bad": replace(made.network, embedding=embedding),
        "mute": replace(made.network, readouts=()),
    }.items():
        save_model(replace(made, name=name, network=network), tmp_path / f"{name}.safetensors")
        arguments = ("--model", str(tmp_path / f"{name}.safetensors"), "-o", str(tmp_path / "p.png"))
        assert main(["render", TEXT, "--view", "gradients", *arguments]) == 0
    assert "is no finite number from token 3 (“not”) on" in capsys.readouterr().err
    mute, bad = drawn_flow(drawn), drawn_flow(drawn)
    assert mute.target == "sum of h at “.”"
    np.testing.assert_array_equal(
        mute.lines[0].values,
        gs.gradients(gs.trace(str(tmp_path / "mute.safetensors"), TEXT)).log10_norm("grad.hidden_state"),
    )
    assert bad.bad == 3
    assert "is not a number from “not” on: token 4, " in bad.finding
    assert np.isfinite(bad.factors[0].values).tolist() == [True] * 3 + [False] * 3


@pytest.mark.parametrize(
    ("cell", "default"),
    [("lstm", "U.forget_gate"), ("gru", "U.reset_gate"), ("rnn", "U.hidden_state")],
)
def test_weights_need_no_text(tmp_path: Path, drawn: list[Plot], cell: str, default: str) -> None:
    assert render(tmp_path, "--view", "weights", cell=cell) == 0
    assert render(tmp_path, "--view", "weights", "--parameter", "embedding", cell=cell) == 0
    first, second = drawn
    assert isinstance(first, MatrixPlot)
    assert isinstance(second, MatrixPlot)
    assert first.key == f"layer0.forward.{default}"
    assert second.rows[4] == "not"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--signal", "update_gate"], "there is no signal 'update_gate'; there are forget_gate, input_gate"),
        (["--units", "3"], "there is no unit 3; layer0.forward of toy-lstm has units 0 to 2"),
        (["--token", "6"], "there is no token 6; the text has 6 tokens"),
        (["--token", "-7"], "there is no token -7"),
        (["--layer", "1"], "there is no layer1.forward; the network has layer0.forward"),
        (["--direction", "reverse"], "there is no layer0.reverse"),
        (["--view", "gradients", "--units", "1"], "a choice of units means nothing for the view 'gradients'"),
        (["--view", "gradients", "--signal", "cell state"], "a choice of signals means nothing"),
        (["--view", "gradients", "--gradients", "of=readout:x"], "there is no read-out 'x'; the network has sentiment"),
        (["--gradients", "of=last"], "a choice of target means nothing for the view 'heatmap'"),
        (["--view", "cell", "--step", "8"], "there is no step 8; the cell has the steps 1 to 7"),
        (["--view", "cell", "--units", "0,1"], "a cell is shown with the numbers of one unit, not of 2"),
        (["--step", "2"], "a choice of step means nothing for the view 'heatmap'"),
        (["--size", "20000x100"], "a picture of 20000 × 100 pixels cannot be made"),
    ],
)
def test_what_does_not_exist_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert render(tmp_path, TEXT, "--view", "heatmap", *arguments) == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1


def test_traces_of_several_units_and_signals_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ("--units", "0,1", "--signal", "cell_state,forget_gate")
    assert render(tmp_path, TEXT, "--view", "traces", *arguments) == 1
    assert "traces of several units show one signal" in capsys.readouterr().err


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = saved(tmp_path / "other")
    for view in ("heatmap", "difference"):
        assert render(tmp_path, TEXT, "--view", view, "--compare", other) == 0
    assert gs.scene(tmp_path / "p.png").names == ("toy-lstm", "toy-lstm 2")
    trace = gs.trace(gs.load(other), TEXT)
    with pytest.raises(gs.GateScopeError, match=r"two of these models are called toy-lstm, .* give one another name"):
        gs.render([trace, trace], path=tmp_path / "b.png")


def test_options_that_are_given_again_add_up(tmp_path: Path) -> None:
    named = ["--compare", "sentiment-gru", "--compare", "sentiment-rnn", "--view", "traces", "--units", "u0"]
    assert render(tmp_path, TEXT, *named, "--units", "u2", "--signal", "hidden_state") == 0
    scene = gs.scene(tmp_path / "p.png")
    assert scene.names[1:] == ("sentiment-gru", "sentiment-rnn")
    assert scene.figure["units"] == [0, 2]


def test_an_unknown_parameter_names_those_there_are(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert render(tmp_path, "--view", "weights", "--parameter", "gamma") == 1
    assert "there is no parameter 'gamma'; the network has embedding, layer0.forward.W.input_gate" in (
        capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([TEXT, "--view", "cells"], "(choose from "),
        (["--view", "weights", "--step", "2"], "--step has no meaning for --view weights"),
        ([TEXT, "--view", "heatmap", "-o", "p.bmp"], "-o p.bmp: a picture is written as .png"),
        (["--view", "heatmap"], "give one of TEXT, --text-file, --ids and --inputs"),
        (["--view", "weights", "--compare", "x"], "--compare has no meaning for --view weights"),
        (["--view", "weights", "--gradients", "of=last"], "--gradients has no meaning for --view weights"),
        ([TEXT, "--view", "gradients", "--gradients", "last"], "'last' is no target; write of=last"),
        ([TEXT, "--view", "heatmap", "--size", "big"], "'big' is no size; write it as 1600x900"),
        ([TEXT, "--view", "heatmap", "--scale", "9"], "'9' is no scale from 1 to 4"),
        ([TEXT, "--view", "heatmap", "--units", "x"], "'x' is no unit; write units as u3,u7-9"),
        ([TEXT, "--view", "heatmap", "--theme", "blue"], "(choose from "),
    ],
)
def test_wrong_usage_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    base = [] if "-o" in arguments else ["-o", str(tmp_path / "p.png")]
    with pytest.raises(SystemExit) as ended:
        main(["render", *arguments, *base, "--model", saved(tmp_path)])
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


def test_a_failed_picture_leaves_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "no" / "p.png"
    assert main(["render", TEXT, "--model", saved(tmp_path), "--view", "heatmap", "-o", str(out)]) == 1
    assert "p.png: cannot be written: the folder " in capsys.readouterr().err


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a display")
def test_no_display_is_needed(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    environment["DISPLAY"] = ":99999"
    command = [sys.executable, "-m", "gatescope", "render", TEXT, "--view", "heatmap", "--model", saved(tmp_path)]
    done = subprocess.run(
        [*command, "-o", str(tmp_path / "p.png"), "--size", "300x200"],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert np.ptp(pixels(QImage(str(tmp_path / "p.png")))) > 100


def test_safe_hues_and_high_contrast_are_drawn_where_they_are_asked_for(tmp_path: Path) -> None:
    assert render(tmp_path, TEXT, "--view", "traces", "--palette", "safe", "--theme", "contrast-dark") == 0
    theme = theme_named("contrast-dark", SAFE)
    shown = pixels(QImage(str(tmp_path / "p.png")))
    assert has(shown, theme.surface)[:20].all()
    assert has(shown, theme.hue("forget_gate")).any()
    assert not has(shown, CONTRAST_DARK.hue("forget_gate")).any()
