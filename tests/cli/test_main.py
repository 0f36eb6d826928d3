"""The command line as a whole: finding the verb, exit codes, one sentence for every error."""

from __future__ import annotations

import argparse
import errno
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from gatescope import __version__
from gatescope.cli import main as command_line
from gatescope.errors import FileError, GateScopeError


def verb_module(run: Callable[[argparse.Namespace], int]) -> SimpleNamespace:
    def add_parser(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
        parser = subparsers.add_parser("doctor")
        parser.add_argument("words", nargs="*")
        parser.add_argument("--json", action="store_true")

    return SimpleNamespace(add_parser=add_parser, run=run)


@pytest.fixture
def verb(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[argparse.Namespace], int]], None]:
    """Put `run` in the place of the verb `doctor`."""

    def install(run: Callable[[argparse.Namespace], int]) -> None:
        monkeypatch.setitem(sys.modules, "gatescope.cli.doctor", verb_module(run))  # type: ignore[arg-type]

    return install


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The lists of files that the desktop app was started with."""
    calls: list[list[str]] = []
    module = ModuleType("gatescope.app.start.application")
    module.main = lambda files: calls.append(files) or 0  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "gatescope.app.start.application", module)
    return calls


def failing(error: BaseException) -> Callable[[argparse.Namespace], int]:
    def run(args: argparse.Namespace) -> int:
        raise error

    return run


def test_no_arguments_open_the_app(opened: list[list[str]]) -> None:
    assert command_line.main([]) == 0
    assert opened == [[]]


def test_files_open_the_app_in_their_order(opened: list[list[str]]) -> None:
    assert command_line.main(["b.txt", "a.safetensors"]) == 0
    assert opened == [["b.txt", "a.safetensors"]]


def test_a_verb_wins_over_a_file_of_its_name(verb, opened: list[list[str]], tmp_path, monkeypatch) -> None:
    (tmp_path / "doctor").write_text("a file")
    monkeypatch.chdir(tmp_path)
    verb(lambda args: 0)
    assert command_line.main(["doctor"]) == 0
    assert opened == []


def test_after_two_dashes_a_verb_is_a_file(opened: list[list[str]]) -> None:
    assert command_line.main(["--", "doctor"]) == 0
    assert opened == [["doctor"]]


def test_the_code_of_a_verb_is_the_code_of_the_program(verb) -> None:
    seen: list[argparse.Namespace] = []
    verb(lambda args: seen.append(args) or 7)
    assert command_line.main(["doctor", "--json", "x"]) == 7
    assert seen[0].json is True
    assert seen[0].words == ["x"]


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (GateScopeError("no such\nthing"), "no such thing"),
        (FileError("/a/b.npz", "the disk is full"), "b.npz: the disk is full"),
        (OSError(errno.ENOSPC, "No space left on device", "out.png"), "out.png: no space left on device"),
        (GateScopeError("a bell\x07"), r"a bell\x07"),
        (MemoryError(), "there is not enough memory"),
        (ZeroDivisionError("x\ny"), "something unexpected happened (ZeroDivisionError: x y); --traceback shows where"),
        (AssertionError(), "something unexpected happened (AssertionError); --traceback shows where"),
    ],
)
def test_every_error_is_one_line_and_ends_with_1(verb, capsys, error: Exception, said: str) -> None:
    verb(failing(error))
    assert command_line.main(["doctor"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("gatescope: error: " + said)
    assert err.count("\n") == 1


@pytest.mark.parametrize("argv", [["--traceback", "doctor"], ["doctor", "--traceback"]])
def test_traceback_is_shown_when_asked_for(verb, capsys, argv: list[str]) -> None:
    verb(failing(GateScopeError("no such thing")))
    assert command_line.main(argv) == 1
    err = capsys.readouterr().err
    assert "Traceback (most recent call last)" in err
    assert err.endswith("gatescope: error: no such thing\n")


def test_a_text_that_reads_traceback_is_a_text(verb, capsys) -> None:
    seen: list[argparse.Namespace] = []
    verb(lambda args: seen.append(args) or 0)
    assert command_line.main(["doctor", "--", "--traceback"]) == 0
    assert seen[0].words == ["--traceback"]


def test_an_interrupt_ends_with_130_and_says_nothing(verb, capsys) -> None:
    verb(failing(KeyboardInterrupt()))
    assert command_line.main(["doctor"]) == 130
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize("argv", [["doctor", "--no-such-option"], ["--no-such-option"]])
def test_wrong_usage_ends_with_2(verb, capsys, argv: list[str]) -> None:
    verb(lambda args: 0)
    with pytest.raises(SystemExit) as exit_:
        command_line.main(argv)
    assert exit_.value.code == 2


def test_a_verb_says_itself_which_argument_it_does_not_know(verb, capsys) -> None:
    verb(lambda args: 0)
    for arguments, prog in (
        (["doctor", "--jsn\x07"], "doctor"),
        (["train", "copy", "-o", "x", "--jsn\x07"], "train copy"),
    ):
        with pytest.raises(SystemExit) as ended:
            command_line.main(arguments)
        assert ended.value.code == 2
        said = capsys.readouterr().err
        assert said.startswith(f"usage: gatescope {prog} [-h]")
        assert said.endswith(rf"gatescope {prog}: error: unrecognized arguments: --jsn\x07" + "\n")


def test_help_names_every_verb_and_none_that_does_not_exist(capsys) -> None:
    with pytest.raises(SystemExit):
        command_line.main(["--help"])
    out = capsys.readouterr().out
    assert [line.split()[0] for line in out.split("tells more):\n")[1].splitlines()] == list(command_line.VERBS)


def test_version_answers_without_importing_anything_heavy() -> None:
    program = (
        "import sys; from gatescope.cli.main import main\n"
        "try: main(['--version'])\n"
        "except SystemExit: pass\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'PySide6', 'numba', 'numpy', 'pyqtgraph'}))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == [f"gatescope {__version__}", "[]"]


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is told differently on Windows")
def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    program = (
        "import sys; from gatescope.cli.main import guarded\n"
        "sys.exit(guarded(lambda: [print('line ' * 20) for _ in range(9999)] and 0))"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr.read() == b""
        assert child.wait() == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("arguments", [["models"], ["--help"], ["models", "--help"], ["--version"]])
def test_an_output_that_cannot_be_written_is_said(arguments: list[str]) -> None:
    with open("/dev/full", "w") as full:
        done = run_program(arguments, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr == "gatescope: error: the output cannot be written: no space left on device\n"


@pytest.mark.skipif(sys.platform == "win32", reason="streams are closed otherwise on Windows")
def test_no_error_goes_to_the_output_where_stderr_is_closed() -> None:
    done = run_program(["inspect", "gone.pt"], stdout=subprocess.PIPE, preexec_fn=partial(os.close, 2))
    assert (done.returncode, done.stdout) == (1, "")


def run_program(arguments: list[str], **options) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "gatescope", *arguments], text=True, check=False, **options)


def test_an_error_of_the_system_elsewhere_is_not_the_outputs(verb, capsys) -> None:
    verb(failing(ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")))
    assert command_line.main(["doctor"]) == 1
    assert "something unexpected happened (ConnectionRefusedError: " in capsys.readouterr().err


@pytest.mark.slow
def test_a_frozen_app_can_be_its_own_worker_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows and in bundles `multiprocessing` starts the program itself, and takes over at this call."""
    served: list[str] = []
    monkeypatch.setattr("multiprocessing.freeze_support", lambda: served.append("worker"))
    command_line.main(["doctor", "--json"])
    assert served == []
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command_line.main(["doctor", "--json"])
    assert served == ["worker"]


@pytest.mark.parametrize("frozen", [True, False])
def test_a_frozen_app_runs_the_module_that_compiles_the_kernels(
    frozen: bool, monkeypatch: pytest.MonkeyPatch, opened: list[list[str]]
) -> None:
    """The engine starts its child as ``sys.executable -m MODULE FOLDER``, which is then the app itself."""
    ran: list[tuple[str, list[str]]] = []
    monkeypatch.setattr("runpy.run_module", lambda name, run_name: ran.append((name, sys.argv[1:])))
    monkeypatch.setattr("multiprocessing.freeze_support", lambda: None)
    monkeypatch.setattr(sys, "frozen", frozen, raising=False)
    monkeypatch.setattr(sys, "argv", ["gatescope", "-m", "gatescope.engine.warmup", "/a/folder"])
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    assert ran == ([("gatescope.engine.warmup", ["/a/folder"])] if frozen else [])
    assert ended.value.code == (0 if frozen else 2)
    assert opened == []


@pytest.mark.parametrize(("word", "verb"), [("inspekt", "inspect"), ("trac", "trace"), ("modles", "models")])
def test_a_misspelt_verb_is_suggested_instead_of_opened(
    word: str, verb: str, opened: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        command_line.main([word, "model.pt"])
    assert ended.value.code == 2
    assert opened == []
    assert f"did you mean gatescope {verb}?" in capsys.readouterr().err


def test_a_file_that_is_called_almost_like_a_verb_opens(
    opened: list[list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "traces").write_text("a text")
    assert command_line.main(["traces"]) == 0
    assert opened == [["traces"]]
