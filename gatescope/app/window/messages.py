"""The messages that the person has not dismissed yet, so that a new one takes none of the others away."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal


def always() -> bool:
    """Hold whatever happens: what the message tells is past and stays true."""
    return True


Look = Literal["notice", "error"]
MOST = 20
"""Messages that are kept; of more, the oldest are given up."""


@dataclass(frozen=True)
class Offer:
    """A button beside the sentence: what the person may do about it.

    Attributes:
        text: with its mnemonic: ``"&Inspect…"``.
        tip: one line for the tool tip.
        take: called when it is pressed; the message has gone by then.
    """

    text: str
    tip: str
    take: Callable[[], object]


@dataclass(frozen=True)
class Message:
    """One message.

    Attributes:
        topic: what it is about, such as ``"project"``; empty for a message that no other makes obsolete.
        holds: called whenever the session changes; False once the message has outlived its cause.
    """

    look: Look
    sentence: str
    offers: tuple[Offer, ...] = ()
    topic: str = ""
    holds: Callable[[], bool] = always


class Messages:
    """The messages in the order in which they came. The newest is the one to show."""

    def __init__(self) -> None:
        self._kept: list[Message] = []

    def __len__(self) -> int:
        return len(self._kept)

    @property
    def newest(self) -> Message | None:
        return self._kept[-1] if self._kept else None

    def add(self, message: Message) -> None:
        """Keep `message` in place of those of its topic, and of one that says the same."""
        self._kept = [
            kept
            for kept in self._kept
            if kept.sentence != message.sentence and not (message.topic and kept.topic == message.topic)
        ]
        self._kept = [*self._kept, message][-MOST:]

    def dismiss(self) -> None:
        """Remove the newest message."""
        del self._kept[-1:]

    def withdraw(self, topic: str, sentence: str | None = None) -> None:
        """Remove the message of `topic`; with `sentence`, only if it says that."""
        self._kept = [
            kept for kept in self._kept if kept.topic != topic or (sentence is not None and kept.sentence != sentence)
        ]

    def weed(self) -> None:
        """Remove what does not hold any more."""
        self._kept = [kept for kept in self._kept if kept.holds()]

    def clear(self) -> None:
        self._kept.clear()
