"""The options of one view of a figure, by the names and in the words of all that draw it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gatescope.analysis.targets import Target
from gatescope.engine.selection import parse_signal, parse_units
from gatescope.engine.what_if import spans
from gatescope.errors import UsageError
from gatescope.words import tr

ViewOption = tuple[str, str, Any]
"""A view, one of its options, and the value; a whole figure has a tuple of them."""


@dataclass(frozen=True)
class OptionWords:
    """How an option is written.

    Attributes:
        read: from a text; raises ValueError, or UsageError with its reason.
        write: what `read` reads.
        command: the option of ``gatescope render`` that says it for all views.
        usual: the value where nothing was chosen.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    command: str
    usual: Any = None


def _signals(text: str) -> tuple[str, ...]:
    return tuple(parse_signal(part) for part in text.split(",") if part.strip())


OPTIONS: dict[str, OptionWords] = {
    "signals": OptionWords(_signals, ",".join, "signal", ()),
    "units": OptionWords(parse_units, lambda units: spans("u", units), "units"),
    "token": OptionWords(int, str, "token"),
    "layer": OptionWords(int, str, "layer"),
    "direction": OptionWords(str, str, "direction"),
    "parameter": OptionWords(str, str, "parameter"),
    "of": OptionWords(lambda text: str(Target.parse(text)), str, "gradients"),
    "fit": OptionWords(str, str, "fit"),
    "step": OptionWords(int, str, "step"),
    "against": OptionWords(str, str, "against"),
}
"""Every option that some view takes; `plots.view_options` tells which view takes which."""


def parse_view_option(text: str) -> ViewOption:
    """Return ``traces.units=u3,u7-9`` as ("traces", "units", (3, 7, 8, 9)); nothing behind the sign is as usual.

    Raises:
        UsageError: it is not written so, or there is no such option.
    """
    named, equals, value = text.partition("=")
    view, dot, name = named.strip().rpartition(".")
    if not equals or not dot or name not in OPTIONS:
        raise UsageError(
            tr(
                "{said!r} is no option of a view; write VIEW.OPTION=VALUE such as traces.units=u3,u7, with an option "
                "of {listed}",
                said=text,
                listed=", ".join(OPTIONS),
            )
        )
    return view, name, read_option(name, value)


def read_option(name: str, text: str) -> Any:
    """Return the value of the option called `name` that `text` says; nothing is as usual.

    Raises:
        UsageError: it is not written so.
    """
    option = OPTIONS[name]
    try:
        return option.read(text) if text else option.usual
    except ValueError:
        raise UsageError(tr("{said!r} is no {name}; write a whole number", said=text, name=name)) from None


def write_view_option(option: ViewOption) -> str:
    """Return what `parse_view_option` reads."""
    view, name, value = option
    words = OPTIONS[name]
    return f"{view}.{name}={'' if value == words.usual else words.write(value)}"


def by_view(options: tuple[ViewOption, ...]) -> dict[str, dict[str, Any]]:
    """Return the options of every view that has some."""
    found: dict[str, dict[str, Any]] = {}
    for view, name, value in options:
        found.setdefault(view, {})[name] = value
    return found


def flat(options: Mapping[str, Mapping[str, Any]]) -> tuple[ViewOption, ...]:
    """Return what `by_view` takes apart."""
    return tuple((view, name, value) for view, own in options.items() for name, value in own.items())
