"""Moves the token cursor, by command and by clock."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from gatescope.session.clipping import front_tokens
from gatescope.session.session import Session
from gatescope.views.bars.transport import TransportBar


class Playback(QObject):
    """Steps the token cursor, and plays: one token after the other, at the rate set in the transport bar.

    Signals:
        playing(bool): it has begun to play, or ended.
    """

    playing = Signal(bool)

    def __init__(self, session: Session, transport: TransportBar, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._transport = session, transport
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)
        transport.stepped.connect(session.step)
        transport.rewound.connect(self.rewind)
        transport.played.connect(self.play)
        self.playing.connect(transport.set_playing)

    def handlers(self) -> dict[str, Callable[..., object]]:
        """Return the slots of the commands that move the token cursor, by name."""
        return {
            "rewind": self.rewind,
            "step_back": self.step_back,
            "step_forward": self.step_forward,
            "last_token": self.last_token,
            "play": self.play,
        }

    @Slot()
    def rewind(self) -> None:
        self._session.set_token(0)

    @Slot()
    def step_back(self) -> None:
        self._session.step(-1)

    @Slot()
    def step_forward(self) -> None:
        self._session.step(1)

    @Slot()
    def last_token(self) -> None:
        tokens = front_tokens(self._session.focus, self._session.snapshot)
        if tokens is not None and len(tokens):
            self._session.set_token(len(tokens) - 1)

    @Slot(bool)
    def play(self, playing: bool) -> None:
        """Walk through the sentence, from its start when the cursor stands at its end."""
        self.playing.emit(playing)
        if not playing:
            self._timer.stop()
            return
        if self._at_end():
            self.rewind()
        self._timer.start(self._transport.interval_ms())

    def close(self) -> None:
        """Stop the clock."""
        self._timer.stop()

    @Slot()
    def _go_on(self) -> None:
        if self._at_end():
            self.play(False)
        else:
            self._timer.setInterval(self._transport.interval_ms())
            self._session.step(1)

    def _at_end(self) -> bool:
        focus = self._session.focus
        tokens = front_tokens(focus, self._session.snapshot)
        return tokens is None or focus.token is None or focus.token >= len(tokens) - 1
