"""Finds the verb, runs it, and turns every failure into one sentence and an exit code.

    0 done · 1 an error, said in one sentence · 2 wrong usage · 130 interrupted · 141 the reader of a pipe went away

Nothing heavy is imported before the verb is known, so ``--version`` and ``--help`` answer at once.
"""

from __future__ import annotations

import argparse
import errno
import importlib
import os
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from typing import Any, NoReturn

from gatescope import __version__
from gatescope.cli.blas import use_one_thread
from gatescope.errors import GateScopeError, escaped, one_line

VERBS: dict[str, str] = {
    "models": "list the bundled models",
    "inspect": "list what a model file holds, what was assumed, and prove it by a reference",
    "trace": "run a model on a text and write every signal to a file",
    "render": "draw a view of a model on a text into a picture",
    "fixedpoints": "find the states that stay while the input stays the same",
    "train": "train a model on a task",
    "check": "test the claims of the lessons on real runs",
    "sweep": "take every unit out in turn and rank what a read-out loses",
    "known": "say how often models tell the next token, by how many they know",
    "index": "write the states of a corpus into a folder that find searches",
    "find": "find where else in an indexed corpus the same units are on",
    "bench": "measure the engine, start-up, memory and the window's frame times",
    "doctor": "say what this machine lacks, and which packages bring it",
    "desktop": "put the app into this desktop's menu, or take it out again",
}
"""Verb → what it does. Each is a module of this package with ``add_parser(subparsers)`` and ``run(args) -> int``."""

_UNWRITABLE = {errno.ENOSPC, errno.EFBIG, errno.EIO, errno.EBADF, getattr(errno, "EDQUOT", errno.ENOSPC)}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Raises:
        SystemExit: argparse ended it: 0 after ``--help`` and ``--version``, 2 on wrong usage.
    """
    _serve_if_child()
    if arguments is None:
        signal.signal(signal.SIGTERM, _end)
    argv = list(sys.argv[1:] if arguments is None else arguments)
    _open_streams()
    use_one_thread(os.environ)
    # After `--` everything is a file or a text, so `gatescope -- trace` opens a file that is called like a verb.
    end = argv.index("--") if "--" in argv else len(argv)
    show_traceback = "--traceback" in argv[:end]
    argv = [a for a in argv[:end] if a != "--traceback"] + argv[end:]
    word = next((a for a in argv if a == "--" or not a.startswith("-")), "")
    run = _run_verb if word in VERBS else _run_app
    return guarded(lambda: run(word, argv), show_traceback=show_traceback)


def _end(number: int, _frame: object) -> None:
    """End a verb that the system asks to end in order, so that what it has made for itself is removed."""
    raise SystemExit(128 + number)


def _serve_if_child() -> None:
    """Serve instead, where a frozen app has started itself: as a worker process, or to run a module as Python would."""
    if not getattr(sys, "frozen", False):
        return
    import multiprocessing

    multiprocessing.freeze_support()
    if sys.argv[1:2] == ["-m"] and "".join(sys.argv[2:3]).startswith("gatescope."):
        import runpy

        # The kernels are compiled so; see `engine.warmup`.
        sys.argv = sys.argv[2:]
        runpy.run_module(sys.argv[0], run_name="__main__")
        raise SystemExit(0)


def guarded(work: Callable[[], int], *, show_traceback: bool = False) -> int:
    """Run `work` and return its exit code, or the one that belongs to what it raised; say why on stderr."""
    try:
        try:
            code = work()
        except SystemExit:  # after --help and --version, whose text may be on its way
            _flush()
            raise
        _flush()
        return code
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _drop_stdout()
        return 141
    except Exception as error:
        if show_traceback:
            traceback.print_exc()
        if _is_of_output(error):
            _drop_stdout()
        print(f"gatescope: error: {sentence(error)}", file=sys.stderr)
        return 1


def _flush() -> None:
    if sys.stdout is not None:
        sys.stdout.flush()


def _is_of_output(error: Exception) -> bool:
    """Return whether stdout could not be written: the failure to write a file is told with its name."""
    return isinstance(error, OSError) and error.filename is None and error.errno in _UNWRITABLE


def sentence(error: Exception) -> str:
    """Say in one sentence, on one line, what an exception means to a person."""
    if isinstance(error, GateScopeError):
        return one_line(str(error))
    if isinstance(error, MemoryError):
        return "there is not enough memory for this; use a shorter text or a smaller model"
    if isinstance(error, ImportError) and "cannot open shared object file" in str(error):
        return f"{str(error).split(':')[0]} is missing on this machine; gatescope doctor names the package"
    if _is_of_output(error):
        return f"the output cannot be written: {os.strerror(getattr(error, 'errno', 0)).lower()}"
    if isinstance(error, OSError) and error.filename is not None and error.strerror:
        return f"{os.fspath(error.filename)}: {error.strerror.lower()}"
    what = one_line(f"{type(error).__name__}: {error}").rstrip(": ")
    return f"something unexpected happened ({what}); --traceback shows where"


class Parser(argparse.ArgumentParser):
    """The parser of the app, of a verb, or of a task below it: it says itself which of its arguments it does not
    know."""

    def print_help(self, file: Any = None) -> None:
        """Print the help; argparse keeps it to itself where that fails."""
        print(self.format_help(), end="", file=file)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return found, unknown

    def error(self, message: str) -> NoReturn:
        """Print the usage and the message, what a terminal would not show as escapes, and end with 2."""
        super().error(escaped(message))


class _Version(argparse.Action):
    """Prints the version; argparse's own keeps it to itself where that fails."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        print(f"gatescope {__version__}")
        parser.exit()


def _run_verb(verb: str, argv: list[str]) -> int:
    module = importlib.import_module(f"gatescope.cli.{verb}")
    parser = Parser(prog="gatescope")
    _add_common(parser)
    module.add_parser(parser.add_subparsers(metavar="VERB", required=True))
    return int(module.run(parser.parse_args(argv)))


def _run_app(word: str, argv: list[str]) -> int:
    parser = _app_parser()
    files = parser.parse_args(argv).files
    near = get_close_matches(word, VERBS, n=1) if word and not os.path.lexists(word) else []
    if near:
        parser.error(f"there is neither a verb nor a file {word!r}; did you mean gatescope {near[0]}?")
    from gatescope.app.start.display import display_problem

    problem = display_problem(os.environ)
    if problem is not None:
        raise GateScopeError(problem)
    from gatescope.app.start.importing import modules_kept

    with modules_kept():
        from gatescope.app.start.application import main as run_app
    return run_app(files)


def _app_parser() -> argparse.ArgumentParser:
    width = max(map(len, VERBS))
    verbs = "\n".join(f"  {verb:{width}}  {what}" for verb, what in VERBS.items())
    parser = Parser(
        prog="gatescope",
        usage="gatescope [FILE …]\n       gatescope VERB …",
        description="See the inside of recurrent networks. Without a verb, the desktop app opens.",
        epilog=f"verbs (gatescope VERB --help tells more):\n{verbs}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _add_common(parser)
    parser.add_argument("files", metavar="FILE", nargs="*", help="a text, a model, a figure or a link to open")
    return parser


def _add_common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    # Taken out of the arguments before argparse sees them, so that it works on either side of the verb.
    parser.add_argument("--traceback", action="store_true", help="show where an error came from")


def _open_streams() -> None:
    """Let a terminal that lacks σ or 模 show an escape instead of ending the program, and keep what is for a closed
    stderr out of stdout, where `print` would put it."""
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  for as long as the program runs
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _drop_stdout() -> None:
    """Keep the interpreter from complaining about the output once more when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
