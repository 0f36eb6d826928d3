"""A figure as Python and as a command: both are run, and write the very bytes."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import gatescope as gs
from gatescope.cli.main import main
from gatescope.engine.interventions import Ablate, Clamp
from gatescope.errors import UsageError
from gatescope.plots.by_name import MODEL_VIEWS
from gatescope.plots.notation import written_in
from gatescope.resources import resource
from gatescope.session.document.notation import Notation
from gatescope.session.scene.as_command import as_command
from gatescope.session.scene.as_python import as_python
from gatescope.session.scene.in_file import scene_in
from tests.formats.words.language_model import language_model

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("qapp")]

TEXT = "-The film wasn't “good”, $HOME `x` \\ 模\n\tat all!"


def run_both(path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """Run the code of the figure at `path` and compare bytes; return the program and the command."""
    monkeypatch.chdir(path.parent)
    scene, name = scene_in(path), f"again{path.suffix}"
    of_model = scene.figure["view"] in MODEL_VIEWS
    program = as_python(scene, name, figure=path, of_model=of_model)
    exec(compile(program, "program", "exec"), {})
    assert Path(name).read_bytes() == path.read_bytes(), program
    Path(name).unlink()
    command = as_command(scene, name, figure=path, of_model=of_model)
    assert main(shlex.split(command)[1:]) == 0
    assert Path(name).read_bytes() == path.read_bytes(), command
    return program, command


TRACED: dict[str, dict[str, Any]] = {
    "plain": {},
    "clamps": {"clamp": ["forget_gate=0.1@u3,u7-9@t1-3", f"cell_state={1 / 3!r}"]},
    "without units": {"ablate": "u5,u1-2", "layer": 0, "direction": "forward"},
    "two places": {"clamp": [Clamp("forget_gate", 0.5, layer=0)], "ablate": Ablate((1,))},
    "steps": {"clamp": [Clamp("forget_gate", 0.5, tokens=range(0, 5, 2))]},
}
IN_LINKS = {"two places", "steps"}


@pytest.mark.parametrize("what", TRACED)
def test_what_is_held(what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = gs.trace("sentiment-lstm", TEXT, **TRACED[what])
    where = {} if "layer" not in TRACED[what] else {"layer": 0, "direction": "forward"}
    path = gs.render(trace, "traces", tmp_path / "a.png", units="u4,u1", signals="forget gate", token=-1, **where)
    for code in run_both(path, monkeypatch):
        assert ("gatescope:" in code) == (what in IN_LINKS)


def test_a_page_a_pair_a_model_and_several_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    trace = gs.trace("sentiment-gru", TEXT)
    title = "It's “A”"
    for suffix in (".png", ".svg", ".pdf"):
        page = gs.figure(
            trace, ["gradients", "ledger"], width_mm=85, columns=1, title=title, dpi=96, path=tmp_path / f"p{suffix}"
        )
        run_both(page, monkeypatch)
    other = gs.trace("sentiment-gru", "-b")
    run_both(gs.render(trace, "pairs", tmp_path / "b.png", against=other, size=(800, 600), scale=1.5), monkeypatch)
    traces = [gs.trace(name, TEXT) for name in ("sentiment-rnn", "sentiment-lstm")]
    run_both(gs.render(traces, "heatmap", tmp_path / "c.png", theme="dark", palette="safe"), monkeypatch)
    weights = gs.render(
        gs.load("sentiment-gru"), "weights", tmp_path / "w.png", parameter="layer0.forward.W.reset_gate"
    )
    run_both(weights, monkeypatch)
    with written_in(Notation(gates="gamma")):
        path = gs.render(trace, "heatmap", tmp_path / "n.png")
    program, command = run_both(path, monkeypatch)
    assert "gatescope:" in program
    assert "--notation keeps=file,gates=gamma,states=h" in command


def test_moved_weights_are_drawn_from_a_link_or_from_the_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = gs.load("sentiment-gru")
    network = model.network
    for key in model.network.keys():  # noqa: SIM118
        network = network.with_array(key, network.array(key) * 1.1)
    edited = replace(model, network=network)
    path = gs.render(gs.trace(edited, TEXT, clamp="reset_gate=1"), "heatmap", tmp_path / "a b.png")
    for code in run_both(path, monkeypatch):
        assert "a b.png" in code
    with pytest.raises(UsageError, match="save the figure"):
        as_command(scene_in(path))
    moved = model.network.array("layer0.forward.U.reset_gate") * 1.5
    edited = replace(model, network=model.network.with_array("layer0.forward.U.reset_gate", moved))
    path = gs.render(gs.trace(edited, TEXT), "heatmap", tmp_path / "a.png")
    for code in run_both(path, monkeypatch):
        assert "gatescope:" in code


def test_a_model_of_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for suffix in (".json", ".safetensors"):
        shutil.copy(resource("models", f"sentiment-gru{suffix}"), tmp_path / f"it's mine{suffix}")
    path = gs.render(gs.trace(tmp_path / "it's mine.safetensors", TEXT), "heatmap", tmp_path / "a.png")
    for code in run_both(path, monkeypatch):
        assert "mine.safetensors" in code


def test_a_shell_draws_the_same_pdf_in_a_process_of_its_own(tmp_path: Path) -> None:
    path = gs.figure(gs.trace("sentiment-gru", TEXT), ["readout", "ledger"], path=tmp_path / "a.pdf")
    command = as_command(scene_in(path), "b.pdf")
    line = command.replace("gatescope", f"{shlex.quote(sys.executable)} -m gatescope", 1)
    subprocess.run(["sh", "-c", line], cwd=tmp_path, check=True, capture_output=True)
    assert (tmp_path / "b.pdf").read_bytes() == path.read_bytes()


@settings(max_examples=25, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30))
def test_a_shell_reads_the_command_as_it_is_meant(text: str) -> None:
    command = shlex.join(["gatescope", "render", "--", text])
    done = subprocess.run(["sh", "-c", f"printf '%s\\0' {command}"], capture_output=True, check=True)
    assert done.stdout.decode().split("\0")[:-1] == ["gatescope", "render", "--", text]


@pytest.mark.parametrize("convention", [{}, {"activation": "relu"}], ids=["as read", "another convention"])
@pytest.mark.parametrize("words", ["beside", "elsewhere"])
def test_a_model_whose_words_are_in_a_second_file(
    words: str, convention: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The name that is looked for beside a model, or one that has to be given.
    vocabulary = tmp_path / ("vocab.json" if words == "beside" else "my words.json")
    file = language_model(tmp_path, vocabulary)
    model = gs.load(file, vocab=vocabulary, convention=convention)
    path = gs.render(gs.trace(model, "to be 1 2"), path=tmp_path / "a.png")
    program, command = run_both(path, monkeypatch)
    assert f"vocab={vocabulary.name!r}" in program
    assert f"--vocab {shlex.quote(vocabulary.name)}" in command
    again = tmp_path / "once more.png"
    scene = ["render", "--scene", str(path), "--model", str(file), "-o", str(again)]
    if words == "beside":
        gs.render_scene(path, again, models=[file])
        assert again.read_bytes() == path.read_bytes()
        again.unlink()
        assert main(scene) == 0
    else:
        with pytest.raises(
            gs.GateScopeError, match=r"letters\.safetensors: is not the letters .* give that with --vocab"
        ):
            gs.render_scene(path, again, models=[file])
        assert main(scene) == 1
        assert main([*scene, "--vocab", str(vocabulary)]) == 0
    assert again.read_bytes() == path.read_bytes()


def test_a_file_that_was_read_without_the_words_beside_it(tmp_path: Path) -> None:
    file = language_model(tmp_path, tmp_path / "vocab.json")
    path = gs.render(gs.trace(file, "1 2"), path=tmp_path / "a.png")
    gs.render_scene(path, tmp_path / "b.png", models=[file])
    assert (tmp_path / "b.png").read_bytes() == path.read_bytes()


def test_a_file_that_no_scene_asks_for(tmp_path: Path) -> None:
    file = language_model(tmp_path, tmp_path / "vocab.json")
    bundled = gs.render(gs.trace("sentiment-gru", "good"), path=tmp_path / "a.png")
    with pytest.raises(UsageError, match=r"come with GateScope: leave letters\.safetensors out"):
        gs.render_scene(bundled, tmp_path / "b.png", models=[file])
    copies = [gs.load(shutil.copy(file, tmp_path / name)) for name in ("one.safetensors", "two.safetensors")]
    both = gs.render([gs.trace(one, "1 2") for one in copies], path=tmp_path / "c.png")
    with pytest.raises(UsageError, match=r"one\.safetensors, two\.safetensors, and letters\.safetensors is no such"):
        gs.render_scene(both, tmp_path / "b.png", models=[file])
    files = [tmp_path / "two.safetensors", tmp_path / "one.safetensors"]
    assert gs.render_scene(both, tmp_path / "b.png", models=files).read_bytes() == both.read_bytes()
