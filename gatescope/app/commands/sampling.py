"""Samples from the language model in front, token by token, through the same edits as a person's typing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gatescope.analysis.sampling import next_token
from gatescope.app.window.main_window import MainWindow
from gatescope.errors import ModelError
from gatescope.formats.core.next_token import predicts_next
from gatescope.plots.runs import front_run
from gatescope.session.run.current import has_parameters_of
from gatescope.session.run.snapshot import Run
from gatescope.session.session import Session
from gatescope.text.continuation import continued
from gatescope.words import tr

_FASTER = 4
"""Tokens that are drawn while playing stays on one."""
_MOST = 2000
"""Tokens after which it stops by itself."""


class Sampling(QObject):
    """Draws the next token from the read-out at the cursor and writes it there; what stood behind the cursor goes.

    Signals:
        playing(bool): it has begun to draw on and on, or ended.
    """

    playing = Signal(bool)

    def __init__(self, window: MainWindow, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session = window, session
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        self._drawn = 0
        panel = window.sentence.sampling
        panel.stepped.connect(self.sample_token)
        panel.played.connect(self.sample_on)
        self.playing.connect(panel.set_playing)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of the commands that draw tokens, by name."""
        return {"sample_token": self.sample_token, "sample_on": self.sample_on}

    @Slot()
    def sample_token(self) -> None:
        """Draw one token."""
        run = self._sampled()
        if run is not None and self._is_current(run):
            self._draw(run)

    @Slot(bool)
    def sample_on(self, playing: bool) -> None:
        """Draw one token after the other, or stop."""
        playing = playing and self._sampled() is not None
        self.playing.emit(playing)
        self._drawn = 0
        if playing:
            self._timer.start(self._interval_ms())
        else:
            self._timer.stop()

    def close(self) -> None:
        """Stop the clock."""
        self._timer.stop()

    @Slot()
    def _go_on(self) -> None:
        run = self._sampled()
        if run is not None and not self._is_current(run):
            return
        if run is None or self._drawn >= _MOST or not self._draw(run):
            self.sample_on(False)
        else:
            self._timer.setInterval(self._interval_ms())

    def _is_current(self, run: Run) -> bool:
        """Return whether a run is that of the text and weights as they are now, not before a change."""
        document = self._session.document
        return run.tokens.text == document.text and has_parameters_of(run, document) and len(run.tokens) > 0

    def _interval_ms(self) -> int:
        return self._window.transport.interval_ms() // _FASTER

    def _sampled(self) -> Run | None:
        """Return the run of the model in front; None, with a message, where it cannot be sampled."""
        session = self._session
        if session.snapshot is None or session.focus.model not in session.document.shown:
            return None
        run = front_run(session.snapshot.runs, session.focus)
        model = None if run is None else session.document.models.get(run.model)
        if run is None or model is None:
            # It was closed, and the snapshot without it is still to come.
            return None
        if not predicts_next(run.network, model.vocabulary):
            self._say(
                tr("{model} does not say which token comes next: only a language model can be sampled", model=run.model)
            )
            return None
        if not session.document.text:
            self._say(tr("Type a first token, from which the model goes on"))
            return None
        return run

    def _draw(self, run: Run) -> bool:
        """Write one token behind the cursor, and return whether that went well."""
        session = self._session
        tokenizer = session.document.models[run.model].tokenizer
        token = session.focus.token if session.focus.token is not None else len(run.tokens) - 1
        readout = run.network.readouts[0]
        panel = self._window.sentence.sampling
        try:
            drawn = next_token(run.readouts[readout.name][token], panel.temperature, panel.seed, token)
        except ModelError as error:
            self._say(str(error))
            return False
        assert tokenizer is not None
        text = continued(session.document.text[: int(run.tokens.ends[token])], readout.labels[drawn], tokenizer)
        session.edit_text(text, len(text))
        self._drawn += 1
        return True

    def _say(self, sentence: str) -> None:
        document = self._session.document
        self._window.message_bar.show_notice(
            sentence, topic="sampling", holds=lambda: self._session.document is document
        )
