"""The kinds of output: how each is written, in two versions that differ, and how it is read again."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from unittest.mock import patch

import numpy as np

import gatescope as gs
from gatescope.app.figures.saving import write_figure
from gatescope.app.report.commands import write_report
from gatescope.app.start.desktop_entry import install
from gatescope.cli.train_log import TrainingLog
from gatescope.errors import FileError
from gatescope.export.picture import start_qt
from gatescope.formats.own.weights_and_card import load_model, save_model
from gatescope.plots.figure.figure import Figure
from gatescope.plots.theme import LIGHT
from gatescope.progress import silent
from gatescope.session.crash.crash_log import CrashLog, keep_logs, left_logs
from gatescope.session.project.work import Work, load, save
from gatescope.session.settings import Settings
from gatescope.session.training import left_run
from gatescope.session.training.checkpoint import Checkpoint
from gatescope.session.training.history import History
from gatescope.session.training.left_run import leave
from gatescope.training.checkpoints.file import load_state, save_state
from gatescope.training.report import TrainingState
from tests.session.project.test_work import work_of

TEXTS = ("a good film", "not a bad film at all")
IDENTITY = "a" * 64


@dataclass(frozen=True)
class OutputKind:
    """One kind of output.

    Attributes:
        file: the name of the file, or of the folder of an index.
        write: writes version 0 or 1 there; raises a `FileError` where it cannot.
        read: raises where what is there is torn; None where the bytes are one of two.
        named: what a failure names instead of `file`, where that is a folder.
    """

    file: str
    write: Callable[[Path, int], object]
    read: Callable[[Path], object] | None = None
    named: str = ""


@cache
def recording(version: int) -> gs.Recording:
    return gs.trace("sentiment-gru", TEXTS[version])


def _picture(path: Path, version: int) -> None:
    gs.render(recording(version), "traces", path, size=(640, 400))


def _moving(path: Path, version: int) -> None:
    gs.animate(recording(version), path=path, view="traces", frames=3, size=(320, 200))


def _video(path: Path, version: int) -> None:
    """Write by the ffmpeg that is there, else by a program that takes its place."""
    if shutil.which("ffmpeg") is None:
        program = Path(os.environ["HOME"], "bin", "ffmpeg")
        if not program.exists():
            program.parent.mkdir()
            program.write_text(_FFMPEG.format(python=sys.executable))
            program.chmod(0o755)
        os.environ["PATH"] += f"{os.pathsep}{program.parent}"
    _moving(path, version)


_FFMPEG = """#!{python}
import pathlib, sys
pathlib.Path(sys.argv[-1].removeprefix("file:")).write_bytes(sys.stdin.buffer.read())
"""


def _drawn(path: Path, version: int) -> None:
    gs.render(recording(version), "traces", path)


def _figure(path: Path, version: int) -> None:
    """As the dialog of figures writes it."""
    start_qt([])
    composed = gs.figure(recording(version), "traces")
    assert isinstance(composed, Figure)
    write_figure(composed, path, 1.0, LIGHT, {}, silent)


def _left_run(path: Path, version: int) -> None:
    # The other disks, where it would go else, are not there.
    with patch.object(left_run, "spare_folders", lambda _: ()):
        leave(path, IDENTITY, History("sentiment", checkpoints=(Checkpoint(1 + version, _state(version)),)))


def _read_left_run(path: Path) -> None:
    _read_state(path / f"{IDENTITY[:32]}.checkpoint")


def _states(path: Path, version: int) -> None:
    gs.write_states(gs.load("sentiment-gru"), [TEXTS[version]] * 3000, path)


def _entry(path: Path, version: int) -> None:
    install(path, [f"gatescope{version}"])


def _work(version: int) -> Work:
    work = work_of("words")
    return replace(work, document=replace(work.document, text=TEXTS[version] * 20))


def _settings(path: Path, version: int) -> None:
    settings = Settings(path)
    if settings.notice is None:
        settings.lessons = TEXTS[version] * 50
        settings.zoom = 1.0 + version / 10
        settings.save()
    if settings.notice is not None:
        raise FileError(path, settings.notice)


def _read_settings(path: Path) -> None:
    """Every setting is kept by itself: what is there may be one of the one version and one of the other."""
    settings = Settings(path)
    assert settings.notice is None
    assert settings.lessons in [text * 50 for text in TEXTS]
    assert settings.zoom in (1.0, 1.1)


def _state(version: int) -> TrainingState:
    network = gs.load("sentiment-gru").network
    return TrainingState(1, 1 + version, network, network)


def _read_state(path: Path) -> None:
    load_state(path, gs.load("sentiment-gru").network, IDENTITY)


def _log(path: Path, version: int) -> None:
    """Begin the log of a run that goes on, of which the first steps are kept."""
    if not path.exists():
        path.write_text("step,loss\n" + "".join(f"{step},0.5\n" for step in range(1, 500)), "utf-8")
    TrainingLog(path, 100 - 50 * version).close()


def _faults(path: Path, version: int) -> None:
    folder = Path(os.environ["HOME"], "faults")
    if not folder.exists():
        folder.mkdir()
        folder.chmod(0o777)
    for _ in range(3):
        log = CrashLog(folder)
        log.note(ValueError(TEXTS[version] * 20))
        log.close()
    keep_logs(left_logs(folder), path)


def _index(path: Path, version: int) -> None:
    corpus = Path(os.environ["HOME"], f"corpus{version}.txt")
    if not corpus.exists():
        corpus.write_text("".join(f"{word} {TEXTS[version]}\n" for word in TEXTS[version].split() * 200), "utf-8")
    gs.index(gs.load("sentiment-gru"), corpus, path)


def _model(path: Path, version: int) -> None:
    model = gs.load("sentiment-gru")
    key = next(key for key in model.network.keys() if ".b_x." in key)  # noqa: SIM118
    network = model.network.with_array(key, np.full(model.network.units, float(version), np.float32))
    save_model(replace(model, network=network, card={**model.card, "family": f"version {version}"}), path)


KINDS = {
    "project": OutputKind("work.gatescope", lambda path, version: save(_work(version), path), load),
    "settings and lessons": OutputKind("gatescope.ini", _settings, _read_settings),
    "model and card": OutputKind("model.safetensors", _model, load_model),
    "PNG": OutputKind("gates.png", _picture),
    "SVG": OutputKind("gates.svg", _picture),
    "PDF": OutputKind("gates.pdf", _picture),
    "GIF": OutputKind("gates.gif", _moving),
    "APNG": OutputKind("gates.apng", _moving),
    "WebP": OutputKind("gates.webp", _moving),
    "MP4": OutputKind("gates.mp4", _video),
    "WebM": OutputKind("gates.webm", _video),
    "figure": OutputKind("figure.pdf", _figure),
    "drawn CSV": OutputKind("drawn.csv", _drawn),
    "drawn NPZ": OutputKind("drawn.npz", _drawn),
    "CSV": OutputKind("trace.csv", lambda path, version: recording(version).save(path)),
    "NPZ": OutputKind("trace.npz", lambda path, version: recording(version).save(path)),
    "training log": OutputKind("run.csv", _log),
    "checkpoint": OutputKind(
        "run.checkpoint", lambda path, version: save_state(path, _state(version), IDENTITY), _read_state
    ),
    "index": OutputKind("index", _index),
    "left run": OutputKind("left", _left_run, _read_left_run, named=IDENTITY[:32]),
    "states": OutputKind("states.npy", _states),
    "faults": OutputKind("faults.txt", _faults),
    "report": OutputKind("report.txt", lambda path, version: write_report(path, TEXTS[version] * 100)),
    "menu entry": OutputKind("share", _entry, named="gatescope.desktop"),
}
