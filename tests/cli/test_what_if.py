"""--clamp, --ablate, --layer, --direction, --gradients and --convention of `trace` and `render`."""

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication

from gatescope.analysis.gradients import gradients
from gatescope.cli.main import main
from gatescope.engine.cells import Convention
from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.run import run
from gatescope.plots.description import HeatmapPlot, LinePlot
from tests.cli.toys import model, saved

TEXT = "The food was not good."
IDS = [1, 2, 3, 4, 5, 6]
DEEP = {"layers": 2, "directions": ("forward", "reverse")}


def traced(folder: Path, *arguments: str, cell: str = "lstm", **options) -> dict[str, np.ndarray]:
    out = folder / "t.npz"
    assert main(["trace", TEXT, *arguments, "--model", saved(folder, cell, **options), "-o", str(out)]) == 0
    with np.load(out, allow_pickle=False) as found:
        return dict(found)


def check(found: dict[str, np.ndarray], expected, prefix: str = "") -> None:
    for key, values in expected.items():
        assert np.allclose(found[prefix + key], values, atol=1e-6), key


@pytest.mark.parametrize(
    ("arguments", "items"),
    [
        (["--clamp", "forget_gate=0"], [Clamp("forget_gate", 0.0)]),
        (["--clamp", "cell state=0.5@u0,u2"], [Clamp("cell_state", 0.5, (0, 2))]),
        (["--clamp", "input_gate=0.9@t1-3"], [Clamp("input_gate", 0.9, None, range(1, 4))]),
        (["--clamp", "hidden_state=-1@u1@t4"], [Clamp("hidden_state", -1.0, (1,), range(4, 5))]),
        (
            ["--clamp", "forget_gate=1", "--clamp", "output_gate=0@t2"],
            [Clamp("forget_gate", 1.0), Clamp("output_gate", 0.0, None, range(2, 3))],
        ),
        (["--ablate", "u0,u2"], [Ablate((0, 2))]),
        (["--ablate", "u2", "--ablate", "u0,u2"], [Ablate((2, 0))]),
        (["--ablate", "u1", "--layer", "0"], [Ablate((1,), 0)]),
        (["--clamp", "forget_gate=0", "--direction", "reverse"], [Clamp("forget_gate", 0.0, direction="reverse")]),
        (
            ["--clamp", "candidate=0@u1", "--ablate", "u0", "--layer", "0", "--direction", "reverse"],
            [Clamp("candidate", 0.0, (1,), None, 0, "reverse"), Ablate((0,), 0, "reverse")],
        ),
    ],
    ids=lambda value: " ".join(value) if value and isinstance(value[0], str) else "",
)
def test_what_is_held_is_held_as_the_engine_holds_it(tmp_path: Path, arguments: list[str], items: list) -> None:
    found = traced(tmp_path, *arguments, **DEEP)
    network = model(**DEEP).network
    expected, plain = run(network, ids=IDS, interventions=Interventions(tuple(items))), run(network, ids=IDS)
    check(found, expected)
    check(found, plain, "baseline.")
    assert any(not np.allclose(expected[key], plain[key], atol=1e-3) for key in plain)
    assert set(found) == {*(k for k in found if not k.startswith("baseline."))} | {
        f"baseline.{k}" for k in found if not k.startswith("baseline.")
    }
    assert not np.allclose(found["readout.sentiment"], found["baseline.readout.sentiment"], atol=1e-5)


def test_nothing_held_has_no_baseline(tmp_path: Path) -> None:
    assert not [key for key in traced(tmp_path) if key.startswith("baseline.")]


@pytest.mark.parametrize(
    ("arguments", "target"),
    [
        (["--gradients"], "last"),
        (["--gradients", "of=last"], "last"),
        (["--gradients", "of=tokens:2"], "tokens:2"),
        (["--gradients", "of=readout:sentiment"], "readout:sentiment:positive"),
        (["--gradients", "of=readout:sentiment:negative"], "readout:sentiment:negative"),
    ],
)
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_gradients_are_those_of_the_analysis(tmp_path: Path, arguments: list[str], target: str, cell: str) -> None:
    found = traced(tmp_path, *arguments, cell=cell, **DEEP)
    network = model(cell, **DEEP).network
    expected = gradients(network, run(network, ids=IDS), target)
    assert found["gradient_target"] == target == expected.target
    names = ["hidden_state", "cell_state"] if cell == "lstm" else ["hidden_state"]
    parts = [f"layer{k}.{d}" for k in (0, 1) for d in ("forward", "reverse")]
    keys = {f"{part}.grad.{name}" for part in parts for name in names}
    keys |= {f"{part}.log10_grad_norm.hidden_state" for part in parts} | {"grad.inputs"}
    assert {key for key in found if "grad" in key} == keys | {"gradient_target"}
    for key in keys:
        assert np.allclose(found[key], expected[key], atol=1e-6), key
    assert found["grad.inputs"].shape == (6, 2)
    assert found["layer0.forward.log10_grad_norm.hidden_state"].shape == (6,)


def test_gradients_are_absent_where_nobody_asks(tmp_path: Path) -> None:
    assert not [key for key in traced(tmp_path) if "grad" in key]


@pytest.mark.parametrize("clamp", ["forget_gate=0.1@u1@t2-4", "cell_state=0.3@u0@t3"])
def test_gradients_of_what_if_against_a_finite_difference(tmp_path: Path, clamp: str) -> None:
    made = model()
    assert made.network.embedding is not None
    vectors = made.network.embedding[IDS].astype(np.float64)
    options = ("--dtype", "float64", "--clamp", clamp)

    def last(inputs: np.ndarray, *more: str) -> dict[str, np.ndarray]:
        np.save(tmp_path / "x.npy", inputs)
        arguments = ["--inputs", str(tmp_path / "x.npy"), *options, *more, "--model", saved(tmp_path)]
        assert main(["trace", *arguments, "-o", str(tmp_path / "t.npz")]) == 0
        return dict(np.load(tmp_path / "t.npz", allow_pickle=False))

    found = last(vectors, "--gradients")
    step = 1e-6
    for token, column in ((0, 0), (2, 1), (5, 0)):
        sums = []
        for sign in (1, -1):
            moved = vectors.copy()
            moved[token, column] += sign * step
            sums.append({k: v[-1].sum() for k, v in last(moved).items() if k.endswith("layer0.forward.hidden_state")})
        for prefix in ("", "baseline."):
            key = f"{prefix}layer0.forward.hidden_state"
            slope = (sums[0][key] - sums[1][key]) / (2 * step)
            assert found[f"{prefix}grad.inputs"][token, column] == pytest.approx(slope, abs=1e-7)


def test_the_table_has_a_column_each(tmp_path: Path) -> None:
    arguments = ["--clamp", "forget_gate=0@u1", "--gradients", "--model", saved(tmp_path, **DEEP)]
    assert main(["trace", TEXT, *arguments, "-o", str(tmp_path / "t.csv")]) == 0
    with (tmp_path / "t.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    signals = ["forget_gate", "input_gate", "candidate", "output_gate", "cell_state", "hidden_state"]
    signals += ["grad.cell_state", "grad.hidden_state", "log10_grad_norm.hidden_state"]
    assert list(rows[0])[5:] == [*signals, *(f"baseline.{signal}" for signal in signals)]
    assert len(rows) == 6 * 4 * 3
    found = traced(tmp_path, "--clamp", "forget_gate=0@u1", "--gradients", **DEEP)
    for row in rows:
        at = int(row["token"]), int(row["unit"])
        for prefix in ("", "baseline."):
            for signal in signals:
                values = found[f"{prefix}layer{row['layer']}.{row['direction']}.{signal}"]
                expected = values[at] if values.ndim == 2 else values[at[0]]
                assert values.dtype.type(row[prefix + signal]) == expected


@pytest.mark.parametrize(
    ("cell", "settings", "convention"),
    [
        ("rnn", ["activation=relu"], Convention(activation="relu")),
        ("gru", ["reset_after=false"], Convention(reset_after=False)),
        ("gru", ["candidate_activation=softsign", "clip=0.5"], Convention(candidate_activation="softsign", clip=0.5)),
        ("lstm", ["gate_activation=hard_sigmoid"], Convention(gate_activation="hard_sigmoid")),
        ("lstm", ["gate_activation=hard_sigmoid_keras3"], Convention(gate_activation="hard_sigmoid_keras3")),
        ("lstm", ["output_activation=relu"], Convention(output_activation="relu")),
        ("lstm", ["forget_bias=1.0"], Convention(forget_bias=1.0)),
        ("lstm", ["coupled=true"], Convention(coupled=True)),
    ],
)
def test_a_convention_is_what_runs(tmp_path: Path, cell: str, settings: list[str], convention: Convention) -> None:
    found = traced(tmp_path, *(word for one in settings for word in ("--convention", one)), cell=cell)
    network = model(cell).network
    check(found, run(replace(network, convention=convention), ids=IDS))
    assert not np.allclose(found["layer0.forward.hidden_state"], run(network, ids=IDS)["hidden_state"], atol=1e-3)


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--clamp", "update_gate=0"], "clamp update_gate=0: there is no signal 'update_gate' to hold; the LSTM has "),
        (["--clamp", "forget_gate=0@u3"], "has the units 0 … 2, not 3"),
        (["--clamp", "forget_gate=0@t6"], "the text has the tokens 0 … 5, not 6"),
        (["--ablate", "u0,u9"], "ablate u0,u9: layer0.forward.hidden_state has the units 0 … 2, not 9"),
        (
            ["--ablate", "u0", "--layer", "1"],
            "there is no layer1.forward; the network has layer0",
        ),
        (["--gradients", "of=tokens:6"], "there is no token 6: the text has 6, 0 … 5"),
        (["--gradients", "of=readout:mood"], "there is no read-out 'mood'; the network has sentiment"),
        (["--gradients", "of=readout:sentiment:glad"], "has no label 'glad'; it has negative, positive"),
        (["--convention", "reset_after=false"], "convention reset_after means nothing for the LSTM, which has gate_"),
        (["--convention", "clip=big"], "convention clip is a number, not 'big'"),
    ],
)
def test_what_does_not_exist_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert main(["trace", TEXT, *arguments, "--model", saved(tmp_path), "-o", str(tmp_path / "t.npz")]) == 1
    said = capsys.readouterr().err
    assert said.startswith("gatescope: error: ")
    assert sentence in said
    assert said.count("\n") == 1
    assert not (tmp_path / "t.npz").exists()


def test_nothing_has_no_gradients(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "", "--gradients", "--model", saved(tmp_path), "-o", str(tmp_path / "t.npz")]) == 1
    assert "there is nothing to differentiate: the text has no tokens" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([TEXT, "--clamp", "forget_gate"], "--clamp: 'forget_gate' is no clamp; write SIGNAL=VALUE@u3,u7-9@t4-12"),
        ([TEXT, "--clamp", "forget_gate=0@x"], "is neither units nor tokens"),
        ([TEXT, "--ablate", "t3"], "--ablate: 't3' is no unit; write units as u3,u7-9"),
        ([TEXT, "--layer", "0"], "--layer and --direction say where --clamp and --ablate act: give one of these"),
        ([TEXT, "--direction", "forward"], "say where --clamp and --ablate act"),
        (
            ["--gradients", TEXT],
            "is no target; write of=last, of=tokens:K or of=readout:NAME[:LABEL][@K], and a text before",
        ),
        ([TEXT, "--gradients", "of=first"], "'first' names nothing to differentiate; give last, tokens:K or readout:"),
        ([TEXT, "--convention", "reset_after"], "'reset_after' is no KEY=VALUE such as reset_after=false"),
    ],
)
def test_wrong_usage_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["trace", *arguments, "--model", saved(tmp_path), "-o", str(tmp_path / "t.npz")])
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch, qapp: QGuiApplication) -> list:
    """The plots that were handed to the painter."""
    found: list = []
    monkeypatch.setattr("gatescope.export.png.save_png", lambda plot, *_: found.append(plot))
    return found


def render(folder: Path, *arguments: str, **options) -> int:
    return main(["render", *arguments, "--model", saved(folder, **options), "-o", str(folder / "p.png")])


def test_a_picture_of_what_if_shows_it_and_says_so(tmp_path: Path, drawn: list) -> None:
    what_if = ("--clamp", "forget_gate=0.25@u1@t2-3", "--ablate", "u0", "--layer", "0", "--direction", "reverse")
    assert render(tmp_path, TEXT, "--view", "heatmap", *what_if, **DEEP) == 0
    assert render(tmp_path, TEXT, "--view", "traces", "--units", "u1", *what_if, **DEEP) == 0
    maps, lines = drawn
    assert isinstance(maps, HeatmapPlot)
    assert isinstance(lines, LinePlot)
    forget = next(panel for panel in maps.panels if panel.signal == "forget_gate")
    assert forget.part == "layer0.reverse"
    assert forget.values[2:4, 1].tolist() == lines.series[0].values[2:4].tolist() == [0.25, 0.25]
    assert not maps.panels[-1].values[:, 0].any()
    for plot in drawn:
        assert plot.caption.endswith(
            " · what if forget_gate=0.25@u1@t2-3 in layer 0 reverse, without u0 in layer 0 reverse"
        )


def test_a_picture_starts_from_the_states_and_conventions_given(tmp_path: Path, drawn: list) -> None:
    np.savez(tmp_path / "s.npz", **{"layer0.forward.cell_state": np.array([3.0, -3.0, 2.0])})
    options = ("--initial", str(tmp_path / "s.npz"), "--convention", "forget_bias=5")
    assert render(tmp_path, TEXT, "--view", "heatmap") == 0
    assert render(tmp_path, TEXT, "--view", "heatmap", *options) == 0
    expected = run(
        replace(model().network, convention=Convention(forget_bias=5.0)),
        ids=IDS,
        initial={"layer0.forward.cell_state": np.array([3.0, -3.0, 2.0], np.float32)},
    )
    plain, given_plot = drawn
    assert np.allclose(given_plot.panels[4].values, expected["cell_state"], atol=1e-6)
    assert not np.allclose(plain.panels[4].values, expected["cell_state"], atol=1e-2)
    assert "what if" not in given_plot.caption


def test_a_picture_shows_the_update_gate_as_the_reader_has_it(tmp_path: Path, drawn: list) -> None:
    keeps_new = ("--convention", "update_gate_keeps=new")
    for more in ((), keeps_new):
        assert render(tmp_path, TEXT, "--view", "heatmap", "--signal", "update_gate", *more, cell="gru") == 0
    old, new = (plot.panels[0].values for plot in drawn)
    assert np.allclose(new, 1 - old)
    found = traced(tmp_path, *keeps_new, cell="gru")
    assert np.allclose(found["layer0.forward.update_gate"], old, atol=1e-6)


def test_a_picture_is_written_in_the_notation_that_is_asked_for(
    tmp_path: Path, drawn: list, capsys: pytest.CaptureFixture[str]
) -> None:
    for more in ((), ("--notation", "keeps=new,gates=gamma,states=a"), ()):
        assert render(tmp_path, TEXT, "--view", "heatmap", "--signal", "update_gate", *more, cell="gru") == 0
    usual, book, after = (plot.panels[0] for plot in drawn)
    assert np.allclose(book.values, 1 - usual.values)
    assert ("Γ" in usual.symbol, "Γ" in book.symbol, "Γ" in after.symbol) == (False, True, False)
    with pytest.raises(SystemExit):
        render(tmp_path, TEXT, "--view", "heatmap", "--notation", "gates=runes")
    assert "keeps=file|old|new" in capsys.readouterr().err


def test_a_picture_is_written_in_the_language_that_is_asked_for(tmp_path: Path, drawn: list) -> None:
    for more in ((), ("--language", "de"), ()):
        assert render(tmp_path, TEXT, "--view", "heatmap", "--signal", "forget_gate", *more) == 0
    assert [plot.panels[0].title for plot in drawn] == ["forget gate", "Vergessens-Gate", "forget gate"]


def test_what_is_held_beyond_the_range_of_its_gate_widens_it(tmp_path: Path, drawn: list) -> None:
    assert render(tmp_path, TEXT, "--view", "heatmap", "--clamp", "forget_gate=-1.9@u0@t1") == 0
    (plot,) = drawn
    panel = plot.panels[0]
    assert (panel.signal, panel.low, panel.high, panel.colours) == ("forget_gate", -2.0, 2.0, "signed")


@pytest.mark.parametrize(
    ("option", "value"),
    [("clamp", "forget_gate=0"), ("ablate", "u1"), ("initial", "s.npz"), ("convention", "forget_bias=1")],
)
def test_weights_are_what_they_are(tmp_path: Path, capsys: pytest.CaptureFixture[str], option: str, value: str) -> None:
    with pytest.raises(SystemExit) as ended:
        render(tmp_path, "--view", "weights", f"--{option}", value)
    assert ended.value.code == 2
    assert f"--{option} has no meaning for --view weights" in capsys.readouterr().err
