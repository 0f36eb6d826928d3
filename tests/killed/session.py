"""One session of work at the real window, offscreen: recover what was left, then step after step until it is killed."""

from __future__ import annotations

import faulthandler
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from gatescope.app.start.application import Desktop, make_application
from gatescope.formats.own.weights_and_card import save_model
from gatescope.session.session import Session
from gatescope.session.settings import Settings
from gatescope.session.user_folders import config_folder

MODEL, BIAS = "sentiment-gru", "layer0.forward.b_x.update_gate"
EVERY_MS, SAVE_EVERY, MODEL_EVERY = 40, 25, 10
_PATIENCE_S = 60


def main(folder: Path, projects: bool) -> None:
    """Work in `folder`, with a project in it or with none; print what is recovered and every step that is done."""
    # What a start waits for stands in the errors of the process.
    faulthandler.dump_traceback_later(_PATIENCE_S / 2, exit=False)
    application = make_application(["gatescope"])
    Session.start_warm_up = lambda self: None  # type: ignore[method-assign]
    desktop, path = Desktop(Settings(config_folder() / "gatescope.ini")), folder / "work.gatescope"
    commands, bar = desktop.controller.project, desktop.window.recovery_bar
    commands.ask = lambda window, name, parts: "discard"
    commands.ask_where = lambda window, suggested: path
    desktop.show([path] if projects and path.exists() else [])
    until(application, lambda: desktop.session.snapshot is not None)
    until(application, lambda: not desktop.controller.loads.running and not commands._looks.running)
    offered = not bar.isHidden()
    if offered:
        next(button for button in bar.offers() if button.text() == "Re&cover").click()
        until(application, lambda: not desktop.controller.loads.running and desktop.window.isWindowModified())
    number, of_bias = state(desktop.session)
    faulthandler.cancel_dump_traceback_later()
    print(f"began {number} {of_bias} {int(offered)}", flush=True)
    if projects and not path.exists():
        commands.save()
        until(application, lambda: path.exists() and not commands._saves.running)
    timer = QTimer()
    timer.timeout.connect(lambda: step(desktop, folder, projects))
    timer.start(EVERY_MS)
    application.exec()


def step(desktop: Desktop, folder: Path, projects: bool) -> None:
    """Do the next step, and tell of it once it is done."""
    session = desktop.session
    number = state(session)[0] + 1
    text = f"step {number} of the work"
    session.edit_text(text, len(text))
    units = session.document.networks[MODEL].units
    session.set_parameters(MODEL, {BIAS: np.full(units, float(number), np.float32)}, label="Bias")
    desktop.settings.lessons = f"{number} " * 300
    if number % MODEL_EVERY == 0:
        save_model(session.document.models[MODEL], folder / "model.safetensors")
    if projects and number % SAVE_EVERY == 0:
        desktop.controller.project.save()
    print(f"did {number} {time.monotonic()}", flush=True)


def state(session: Session) -> tuple[int, int]:
    """Return the number of the step that the sentence tells, and the one that the bias does."""
    first, _, rest = session.document.text.partition(" ")
    document = session.document
    bias, trained = document.networks[MODEL].array(BIAS)[0], document.models[MODEL].network.array(BIAS)[0]
    return int(rest.split()[0]) if first == "step" else 0, 0 if bias == trained else round(float(bias))


def until(application: QApplication, done: Callable[[], bool]) -> None:
    last = time.monotonic() + _PATIENCE_S
    while not done():
        if time.monotonic() > last:
            raise TimeoutError("the window does not answer")
        application.processEvents()
        time.sleep(0.005)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2] == "project")
