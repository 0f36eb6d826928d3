"""``gatescope render`` of composed figures and of files of sentences."""

from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtGui import QImage

import gatescope as gs
from gatescope.cli.main import main
from tests.cli.toys import saved

TEXT = "the food was not good ."


def render(folder: Path, *arguments: str, out: str = "f.pdf") -> int:
    return main(["render", *arguments, "--model", saved(folder), "-o", str(folder / out)])


def size_mm(path: Path) -> tuple[float, float]:
    with pypdfium2.PdfDocument(path) as document:
        return tuple(round(points / 72 * 25.4, 2) for points in document[0].get_size())  # type: ignore[return-value]


def words_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return document[0].get_textpage().get_text_range()


def test_several_views_are_one_figure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--columns", "2", "--style", "print", "--width-mm", "114", "--height-mm", "60", "--text-pt", "7")
    words = ("--title", "Figure 1 | All", "--caption", "**a,** this", "--letters", "ABC")
    assert render(tmp_path, TEXT, "--view", "gradients,ledger", *options, *words) == 0
    assert capsys.readouterr().out == f"{tmp_path / 'f.pdf'}: gradients, ledger, 114 mm wide\n"
    assert size_mm(tmp_path / "f.pdf") == (114.0, 60.0)
    for word in ("Figure 1 | All", "a, this", "A", "Memory ledger"):
        assert word in words_of(tmp_path / "f.pdf")


def test_a_script_makes_the_same_figure(tmp_path: Path) -> None:
    assert render(tmp_path, TEXT, "--view", "traces,heatmap", "--token", "2", "--units", "1") == 0
    trace = gs.trace(str(tmp_path / "toy-lstm.safetensors"), TEXT)
    gs.figure(trace, ["traces", "heatmap"], token=2, units=[1], path=tmp_path / "g.pdf")
    assert (tmp_path / "f.pdf").read_bytes() == (tmp_path / "g.pdf").read_bytes()


def test_one_view_is_a_figure_where_it_has_a_size_on_paper(tmp_path: Path) -> None:
    assert render(tmp_path, TEXT, "--view", "heatmap", "--width-mm", "85", "--dpi", "600", out="f.png") == 0
    picture = QImage(str(tmp_path / "f.png"))
    assert picture.width() == int(85 / 25.4 * 600)
    assert picture.width() / picture.dotsPerMeterX() * 1000 == pytest.approx(85, abs=0.05)


def test_every_line_of_a_file_is_a_picture(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lines.txt").write_text("the food was good\n\ngood\nnot good .\n")
    arguments = ("--text-file-lines", str(tmp_path / "lines.txt"), "--view", "traces", "--token", "1")
    assert render(tmp_path, *arguments, "--width-mm", "85", out="{n}.pdf") == 1
    said = capsys.readouterr()
    assert (
        said.err == "gatescope: error: lines.txt, line 3: there is no token 1; the text has 1 token, counted from 0\n"
    )
    assert sorted(path.name for path in tmp_path.glob("*.pdf")) == ["1.pdf", "4.pdf"]
    assert "the food was good" in words_of(tmp_path / "1.pdf").replace("\r\n", " ")
    assert render(tmp_path, *arguments[:4], out="{n}.png") == 0
    assert QImage(str(tmp_path / "3.png")).text("Sentence") == "good"


def test_lines_are_those_of_a_corpus(tmp_path: Path) -> None:
    (tmp_path / "lines.txt").write_bytes("the film\r\n\x0cgood\rnot\u2028good\x85 .\n".encode())
    arguments = ("--text-file-lines", str(tmp_path / "lines.txt"), "--view", "heatmap", "--width-mm", "85")
    assert render(tmp_path, *arguments, out="{n}.png") == 0
    texts = {path.stem: QImage(str(path)).text("Sentence") for path in tmp_path.glob("*.png")}
    assert {number: text.split() for number, text in texts.items()} == {
        "1": ["the", "film"], "2": ["good"], "3": ["not", "good", "."],
    }  # fmt: skip


def test_a_table_of_numbers_has_neither_a_size_nor_a_scene(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for options in (("--ids", "1,2", "--view", "heatmap"), ("--ids", "1,2", "--view", "heatmap,traces")):
        assert render(tmp_path, *options, out="n.npz") == 0
        said = capsys.readouterr()
        assert (said.out, said.err) == (
            f"{tmp_path / 'n.npz'}: {options[-1].replace(',', ', ')}, the numbers drawn\n",
            "",
        )
    assert render(tmp_path, "--view", "weights", "--dtype", "float64", out="w.png") == 0
    assert "carries no scene: another precision than the model's own" in capsys.readouterr().err


def test_a_file_of_no_lines_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "lines.txt").write_text("\n  \n", "utf-8")
    assert render(tmp_path, "--text-file-lines", str(tmp_path / "lines.txt"), "--view", "traces", out="{n}.png") == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", "gatescope: error: lines.txt: has no line to draw: all are empty\n")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([TEXT, "--view", "gradients,cells"], "'cells' is no view (choose from "),
        ([TEXT, "--view", "gradients,training"], "--view training shows logs, which a figure with a size on paper"),
        (["--view", "training", "--width-mm", "85"], "--view training shows logs"),
        (["--view", "training", "--text-file-lines", "x.txt"], "--text-file-lines has no meaning for --view training"),
        (
            [TEXT, "--view", "traces", "--animate", "typing", "--text-file-lines", "x.txt"],
            "--text-file-lines has no meaning with --animate",
        ),
        ([TEXT, "--view", "gradients,ledger", "--size", "10x10"], "--size and --scale have no meaning for a figure"),
        ([TEXT, "--view", "gradients", "--style", "poster"], "(choose from "),
        ([TEXT, "--view", "traces", "--text-file-lines", "x.txt"], "--text-file-lines stands in place of TEXT"),
        (["--width-mm", "0"], "argument --width-mm: '0' is no number from 20 to 2000"),
        (["--height-mm", "nan"], "argument --height-mm: 'nan' is no number from 20 to 2000"),
        (["--text-pt", "wide"], "argument --text-pt: 'wide' is no number from 4 to 96"),
        (["--dpi", "71"], "argument --dpi: '71' is no number from 72 to 600"),
        (["--view", "traces", "--text-file-lines", "x.txt"], "with --text-file-lines it needs {n}"),
        (["--view", "weights", "--text-file-lines", "x.txt"], "--text-file-lines has no meaning for --view weights"),
    ],
)
def test_wrong_usage_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        render(tmp_path, *arguments)
    assert ended.value.code == 2
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--step", "2"], "a choice of step means nothing for the views traces, heatmap"),
    ],
)
def test_what_no_figure_can_have_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    assert render(tmp_path, TEXT, "--view", "traces,heatmap", *arguments, out="f.png") == 1
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
