"""Parsers of the command line's units, clamps, targets, sizes and lists of names."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from typing import Any, TypeVar

from gatescope.analysis.targets import Target
from gatescope.engine.selection import parse_signal, parse_units
from gatescope.engine.what_if import parse_clamp
from gatescope.errors import UsageError
from gatescope.session.document.notation import Notation
from gatescope.session.scene.view_options import ViewOption, parse_view_option

TARGETS = "last|tokens:K|readout:NAME[:LABEL][@K]"
"""How the number that is differentiated, or lost, is written."""
_SIZE = re.compile(r"(\d{1,6})[x×](\d{1,6})")


def units(text: str) -> tuple[int, ...]:
    """Return ``u3,u7-9`` as (3, 7, 8, 9); the u may be left out."""
    return _read(parse_units, text)


class MoreUnits(argparse.Action):
    """Adds `units` to those that the option named before, in the order written, each once."""

    def __call__(self, _parser: object, namespace: argparse.Namespace, values: Any, _option: str | None = None) -> None:
        before = getattr(namespace, self.dest) or ()
        setattr(namespace, self.dest, tuple(dict.fromkeys((*before, *values))))


def clamp(text: str) -> str:
    """Return the clamp ``forget_gate=0@u3,u7-9@t4-12`` as it is written; its units are checked later."""
    _read(parse_clamp, text)
    return text


def view_option(text: str) -> ViewOption:
    """Return ``traces.units=u3`` as view, option and value."""
    return _read(parse_view_option, text)


def setting(text: str) -> tuple[str, str]:
    """Return ``reset_after=false`` as its two sides."""
    key, equals, value = text.partition("=")
    if not equals or not key.strip():
        raise argparse.ArgumentTypeError(f"{text!r} is no KEY=VALUE such as reset_after=false")
    return key.strip(), value


def target(text: str) -> str:
    """Return ``of=readout:sentiment`` as the target behind the equals sign."""
    if not text.startswith("of="):
        raise argparse.ArgumentTypeError(
            f"{text!r} is no target; write of=last, of=tokens:K or of=readout:NAME[:LABEL][@K], and a text before "
            "--gradients"
        )
    return str(_read(Target.parse, text.removeprefix("of=")))


def notation(text: str) -> Notation:
    """Return ``gates=gamma,states=a`` as how gates and states are written."""
    return _read(Notation.parse, text)


def size(text: str) -> tuple[int, int]:
    """Return ``1600x900`` as (1600, 900)."""
    match = _SIZE.fullmatch(text.strip().lower())
    if match is None or "0" in (match[1].strip("0") or "0", match[2].strip("0") or "0"):
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write it as 1600x900")
    return int(match[1]), int(match[2])


def scale(text: str) -> float:
    """Return a number from 1 to 4."""
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 1.0 <= value <= 4.0:
        raise argparse.ArgumentTypeError(f"{text!r} is no scale from 1 to 4")
    return value


def names(text: str) -> list[str]:
    """Return ``forget_gate,input gate`` as the names that the engine uses."""
    return [parse_signal(part) for part in text.split(",") if part.strip()]


_Parsed = TypeVar("_Parsed")


def _read(parse: Callable[[str], _Parsed], text: str) -> _Parsed:
    try:
        return parse(text)
    except UsageError as error:
        raise argparse.ArgumentTypeError(str(error)) from None
