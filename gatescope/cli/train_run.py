"""One run of ``gatescope train``: its progress, its log, and the checkpoint beside the model until that is written."""

from __future__ import annotations

import math
import shlex
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gatescope.cli.progress_line import ProgressLine
from gatescope.cli.train_log import TrainingLog
from gatescope.cli.train_stop import Stopping
from gatescope.errors import FileError
from gatescope.training.checkpoints.file import SUFFIX, identity_of, load_state, save_state

if TYPE_CHECKING:
    from gatescope.formats.core.model import Model
    from gatescope.training.recipe import Recipe
    from gatescope.training.report import TrainingReport, TrainingState
    from gatescope.training.tasks.task import Prepared, Task
    from gatescope.training.trainer import Training


class Run:
    """Trains one model. Ended at any moment, `resume` goes on to the same weights, bit for bit."""

    def __init__(self, task: Task, recipe: Recipe, prepared: Prepared, output: Path, command: str) -> None:
        """Make it ready.

        Args:
            output: the file of the model; the checkpoint lies beside it.
            command: every choice that the weights depend on.
        """
        from gatescope.training.initial import untrained

        self._task, self._recipe, self._prepared = task, recipe, prepared
        self._output, self._checkpoint = output, output.with_suffix(SUFFIX)
        self._start = untrained(recipe, prepared)
        # Where the model is written to is no part of the run.
        self._identity = identity_of(command.rpartition(" -o ")[0], self._start, prepared)
        self._warned = False

    def train(self, about: dict[str, Any], *, resume: bool, log: Path | None) -> Model:
        """Return the trained model. It is not written yet, and the checkpoint is still there.

        Raises:
            GateScopeError: the loss ran away, the checkpoint belongs to another run, or the log cannot be written.
            KeyboardInterrupt, SystemExit: it was told to end; the checkpoint is up to date.
        """
        from gatescope.engine.executors import load_kernels
        from gatescope.training.produce import produce
        from gatescope.training.trainer import Training

        executor = load_kernels()
        start = self._kept() if resume else None
        training = Training(self._prepared, self._recipe.settings, start or self._start, executor)
        with ExitStack() as stack:
            line = stack.enter_context(ProgressLine(f"training {self._output.stem}", sys.stderr))
            stopping = stack.enter_context(Stopping())
            written = None
            if log is not None:
                written = TrainingLog(log, 0 if start is None else self._step(start))
                stack.callback(written.close)

            def follow(report: TrainingReport) -> None:
                _show(report, line)
                if written is not None:
                    written.add(report)
                if report.metric is not None or stopping.number is not None:
                    if written is not None:
                        written.settle()
                    self._keep(training, line)
                if stopping.number is not None:
                    line.say(f"stopped after step {report.step}: {self._way_on()}")
                    stopping.check()

            return produce(
                self._task,
                self._recipe,
                self._prepared,
                self._output.stem,
                show=follow,
                executor=executor,
                about=about,
                training=training,
            )

    def save(self, model: Model) -> None:
        """Write the model, and remove the checkpoint.

        Raises:
            FileError: it cannot be written; the checkpoint, and an older model, stay.
        """
        from gatescope.formats.own.weights_and_card import save_model

        try:
            save_model(model, self._output)
        except FileError as error:
            raise FileError(error.path, f"{error.cause}: make room; {self._way_on()}") from error
        self._checkpoint.unlink(missing_ok=True)

    def _kept(self) -> TrainingState | None:
        if not self._checkpoint.exists():
            print(f"there is no {self._checkpoint.name} to go on from: training begins anew", file=sys.stderr)
            return None
        state = load_state(self._checkpoint, self._start, self._identity)
        print(f"going on after step {self._step(state)}", file=sys.stderr)
        return state

    def _keep(self, training: Training, line: ProgressLine) -> None:
        """Write the checkpoint; where that is not possible, the older one stays, and training goes on."""
        try:
            save_state(self._checkpoint, training.state, self._identity)
            self._warned = False
        except FileError as error:
            if not self._warned:
                why = f"{error.path.name}: {error.cause}"
                line.say(f"warning: {why}: make room, or an end now loses what came after the last checkpoint")
            self._warned = True

    def _step(self, state: TrainingState) -> int:
        return max(state.epoch - 1, 0) * self._prepared.training.count + state.batch

    def _way_on(self) -> str:
        return f"the same command with --resume goes on from {shlex.quote(self._checkpoint.name)}"


def _show(report: TrainingReport, line: ProgressLine) -> None:
    """Tell a pass that is done, and on a terminal where training is meanwhile."""
    head = f"pass {report.epoch}/{report.epochs}"
    if report.metric is not None and report.held_out_loss is not None:
        held_out = report.held_out_loss if math.isfinite(report.held_out_loss) else math.nan
        line.say(f"{head}  loss {report.mean_loss:.4f}  held-out loss {held_out:.4f}  metric {report.metric:.4f}")
    line.what = f"{head}  loss {report.mean_loss:.4f}"
    line.show(report.step / report.steps)
