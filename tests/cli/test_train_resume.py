"""`gatescope train` ended at any moment and resumed: the same bytes as a run that never stopped; logs; full disks."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from gatescope.cli import train_run
from gatescope.cli.main import main
from gatescope.errors import FileError, FormatError
from gatescope.formats.files.atomic import unwritable
from gatescope.formats.own import weights_and_card
from gatescope.session.training.log import read_log
from gatescope.training.checkpoints.file import load_state, save_state
from tests.session.training.told_runs import NETWORK, checkpoint, table

pytestmark = pytest.mark.slow

QUICK = ("--units", "4", "--embedding", "4", "--batch", "8", "--minimum-count", "1", "--patience", "1000")
EPOCHS = ("--epochs", "6")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return table(tmp_path)


def arguments(data: Path, output: Path, *more: object) -> list[str]:
    return ["train", "sentiment", "--data", str(data), "-o", str(output), *QUICK, *map(str, more)]


def stopped_at(monkeypatch: pytest.MonkeyPatch, step: int, stop: Any) -> None:
    """Have the run hear a signal while mini-batch `step` is shown."""
    show = train_run._show

    def shown(report: Any, line: Any) -> None:
        show(report, line)
        if report.step == step:
            os.kill(os.getpid(), stop)

    monkeypatch.setattr(train_run, "_show", shown)


def files(folder: Path, name: str) -> dict[str, bytes]:
    return {suffix: (folder / f"{name}.{suffix}").read_bytes() for suffix in ("safetensors", "csv")}


@pytest.fixture
def unbroken(data: Path, tmp_path: Path) -> dict[str, bytes]:
    """The files of a run that never stopped."""
    (tmp_path / "whole").mkdir()
    output = tmp_path / "whole" / "m.safetensors"
    assert main(arguments(data, output, *EPOCHS, "--log", output.with_suffix(".csv"))) == 0
    assert not output.with_suffix(".checkpoint").exists()
    return files(output.parent, "m")


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
@pytest.mark.parametrize("step", [4, 10])
def test_a_signal_keeps_the_checkpoint_and_resume_gives_the_same_bytes(
    data: Path,
    tmp_path: Path,
    unbroken: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    stop: signal.Signals,
    code: int,
    step: int,
) -> None:
    command = arguments(data, tmp_path / "m.safetensors", *EPOCHS, "--log", tmp_path / "m.csv")
    before = signal.getsignal(stop)
    with monkeypatch.context() as patched:
        stopped_at(patched, step, stop)
        if code == 130:
            assert main(command) == code
        else:
            with pytest.raises(SystemExit, match="143"):
                main(command)
    assert signal.getsignal(stop) is before
    assert (
        f"stopped after step {step}: the same command with --resume goes on from m.checkpoint"
        in capsys.readouterr().err
    )
    assert not (tmp_path / "m.safetensors").exists()
    assert main([*command, "--resume"]) == 0
    assert f"going on after step {step}" in capsys.readouterr().err
    assert files(tmp_path, "m") == unbroken
    assert not (tmp_path / "m.checkpoint").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_killed_run_loses_a_pass_at_most_and_goes_on_to_the_same_bytes(data: Path, tmp_path: Path) -> None:
    """Killed again and again, at moments of no choice of its own."""
    long = ("--epochs", "250")
    whole = arguments(data, tmp_path / "whole.safetensors", *long, "--log", tmp_path / "whole.csv")
    assert main(whole) == 0
    command = arguments(data, tmp_path / "m.safetensors", *long, "--log", tmp_path / "m.csv", "--resume")
    kept = tmp_path / "m.checkpoint"
    reached = 0
    for wait in (0.0, 0.13, 0.31):
        process = subprocess.Popen(
            [sys.executable, "-m", "gatescope", *command], stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
        )
        before = kept.stat().st_mtime_ns if kept.exists() else 0
        while process.poll() is None and not (kept.exists() and kept.stat().st_mtime_ns != before):
            time.sleep(0.005)
        time.sleep(wait)
        process.kill()
        process.communicate()
        assert process.returncode == -signal.SIGKILL
        assert not (tmp_path / "m.safetensors").exists()
        passes = read_whole_lines(tmp_path / "m.csv")
        assert passes >= reached
        reached = passes
    assert main(command) == 0
    assert (tmp_path / "m.safetensors").read_bytes() == (tmp_path / "whole.safetensors").read_bytes()
    assert (tmp_path / "m.csv").read_bytes() == (tmp_path / "whole.csv").read_bytes()


def read_whole_lines(log: Path) -> int:
    return sum(line.endswith("\n") for line in log.read_text().splitlines(keepends=True))


def test_the_log_tells_every_step_and_the_ends_of_passes(unbroken: dict[str, bytes], tmp_path: Path) -> None:
    history = read_log(tmp_path / "whole" / "m.csv")
    assert history.step == len(history.steps.step)
    assert len(history.passes.step) == 6
    assert history.passes.step[-1] == history.step
    assert set(history.steps.gradient_norms) == {"embedding", "layer0.forward", "readout.sentiment"}
    assert set(history.looks.shares) == {"forget_gate", "input_gate", "candidate", "output_gate"}


def test_a_checkpoint_of_another_run_is_refused(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    output = tmp_path / "m.safetensors"
    with monkeypatch.context() as patched:
        stopped_at(patched, 5, signal.SIGINT)
        assert main(arguments(data, output, *EPOCHS)) == 130
    kept = (tmp_path / "m.checkpoint").read_bytes()
    for change in (("--seed", "5"), ("--learning-rate", "0.01"), ("--epochs", "7")):
        assert main(arguments(data, output, *EPOCHS, *change, "--resume")) == 1
        assert "m.checkpoint: belongs to another run" in capsys.readouterr().err
    data.write_text(data.read_text().replace("film", "movie"))
    assert main(arguments(data, output, *EPOCHS, "--resume")) == 1
    assert (tmp_path / "m.checkpoint").read_bytes() == kept


def test_a_checkpoint_of_nearly_the_same_rate_is_refused(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = arguments(data, tmp_path / "m.safetensors", *EPOCHS, "--learning-rate")
    with monkeypatch.context() as patched:
        stopped_at(patched, 5, signal.SIGINT)
        assert main([*command, "0.0031622776601683795"]) == 130
    assert main([*command, "0.00316228", "--resume"]) == 1
    assert "m.checkpoint: belongs to another run" in capsys.readouterr().err
    assert main([*command, "0.0031622776601683795", "--resume"]) == 0


def test_without_a_checkpoint_it_begins_anew_and_says_so(
    data: Path, tmp_path: Path, unbroken: dict[str, bytes], capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    assert main(arguments(data, tmp_path / "m.safetensors", *EPOCHS, "--log", tmp_path / "m.csv", "--resume")) == 0
    assert "there is no m.checkpoint to go on from: training begins anew" in capsys.readouterr().err
    assert files(tmp_path, "m") == unbroken


def test_a_full_disk_keeps_the_checkpoint_and_says_the_way_out(
    data: Path,
    tmp_path: Path,
    unbroken: dict[str, bytes],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    output = tmp_path / "m.safetensors"
    output.write_bytes(b"a former model")
    command = arguments(data, output, *EPOCHS, "--log", tmp_path / "m.csv")

    def full(_files: object) -> None:
        raise unwritable(output, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))

    with monkeypatch.context() as patched:
        patched.setattr(weights_and_card, "write_together", full)
        assert main(command) == 1
    said = capsys.readouterr().err
    assert (
        "m.safetensors: cannot be written: No space left on device: make room; the same command with --resume" in said
    )
    assert output.read_bytes() == b"a former model"
    assert main([*command, "--resume"]) == 0
    assert files(tmp_path, "m") == unbroken


def test_a_checkpoint_that_cannot_be_written_is_no_end_of_the_training(
    data: Path, tmp_path: Path, unbroken: dict[str, bytes], monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    def full(path: Path, *_: object) -> None:
        raise FileError(path, "cannot be written: No space left on device")

    monkeypatch.setattr(train_run, "save_state", full)
    capsys.readouterr()
    assert main(arguments(data, tmp_path / "m.safetensors", *EPOCHS, "--log", tmp_path / "m.csv")) == 0
    assert capsys.readouterr().err.count("warning: m.checkpoint: cannot be written") == 1
    assert files(tmp_path, "m") == unbroken


def test_a_learning_rate_beyond_reason_ends_in_a_sentence(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments(data, tmp_path / "m.safetensors", *EPOCHS, "--learning-rate", "1e6")) == 1
    last = capsys.readouterr().err.splitlines()[-1]
    assert last.startswith("gatescope: error: the loss rose to ")
    assert last.endswith("in mini-batch 2 of pass 1: try a smaller learning rate")


def test_a_damaged_checkpoint_is_said(tmp_path: Path) -> None:
    path = tmp_path / "m.checkpoint"
    save_state(path, checkpoint(7).state, "mine")
    state = load_state(path, NETWORK, "mine")
    assert (state.epoch, state.batch, state.best_loss) == (2, 2, float("inf"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-100])
    with pytest.raises(FormatError):
        load_state(path, NETWORK, "mine")
    path.write_bytes(b"no checkpoint at all")
    with pytest.raises(FormatError):
        load_state(path, NETWORK, "mine")


def test_seeds_are_a_spread(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments(data, tmp_path / "m.safetensors", *EPOCHS, "--seeds", "3", "--seed", "4", "--json")) == 0
    found = json.loads(capsys.readouterr().out)
    assert [row["seed"] for row in found["seeds"]] == [4, 5, 6]
    assert (found["metric"], found["task"]) == ("validation accuracy", "sentiment")
    values = [row["value"] for row in found["seeds"]]
    assert found["mean"] == pytest.approx(sum(values) / 3)
    # Each is the model that its own command makes.
    for seed in (4, 6):
        assert main(arguments(data, tmp_path / "one.safetensors", *EPOCHS, "--seed", seed)) == 0
        assert (tmp_path / f"m-seed{seed}.safetensors").read_bytes() == (tmp_path / "one.safetensors").read_bytes()
    capsys.readouterr()
    assert main(arguments(data, tmp_path / "m.safetensors", *EPOCHS, "--seeds", "2", "--resume")) == 1
    assert main(arguments(data, tmp_path / "m.safetensors", *EPOCHS, "--dask", "tcp://127.0.0.1:1")) == 1
    assert "give --seeds N, too" in capsys.readouterr().err


# In a process of its own, since a cluster leaves threads and event loops behind when it ends.
ON_A_CLUSTER = """
import sys
from distributed import LocalCluster
from gatescope.cli.main import main

if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        code = main([*sys.argv[1:], "--dask", cluster.scheduler_address])
    sys.exit(code)
"""


def test_a_cluster_trains_the_models_that_this_machine_trains(data: Path, tmp_path: Path) -> None:
    pytest.importorskip("distributed", reason="Dask comes with the `cluster` extra")
    (tmp_path / "run.py").write_text(ON_A_CLUSTER, "utf-8")
    command = arguments(data, tmp_path / "there.safetensors", *EPOCHS, "--seeds", "2")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "run.py"), *command], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    assert " (s.d.) over 2 seeds, on 2 held-out sentences" in done.stdout
    for seed in (0, 1):
        assert main(arguments(data, tmp_path / "here.safetensors", *EPOCHS, "--seed", seed)) == 0
        assert (tmp_path / f"there-seed{seed}.safetensors").read_bytes() == (tmp_path / "here.safetensors").read_bytes()
