"""The checks by name, with the arguments that a card may give them."""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, get_type_hints

from gatescope.errors import UsageError
from gatescope.lessons.checks import (
    averages,
    cells,
    costs,
    distance,
    gradients,
    keeping,
    learning,
    memory,
    nonlinearities,
    one_matrix,
    one_step,
    trained_tasks,
    words,
)
from gatescope.lessons.verdict import Measured
from gatescope.words import mark, tr

Check = Callable[..., Measured]
"""A function of a `Bench` and of keyword arguments."""

_TOPICS = (
    nonlinearities,
    gradients,
    one_matrix,
    memory,
    keeping,
    cells,
    one_step,
    averages,
    words,
    distance,
    trained_tasks,
    learning,
    costs,
)

CHECKS: Mapping[str, Check] = {check.__name__: check for topic in _TOPICS for check in topic.CHECKS}

ONLY: Mapping[str, tuple[str, ...]] = {
    "gradient_along_state": ("gru", "lstm"),
    "multiplied_state": ("gru", "lstm"),
    "share_of_early_words": ("gru", "lstm"),
    "entry_by_entry": ("lstm",),
    "reset_gate": ("gru",),
    "moving_average": ("gru",),
    "unit_of_number": ("lstm",),
}
"""Check → the cells that it is about, of those that are not about all three."""
OF_TASK: Mapping[str, str] = {"unit_of_number": "agreement", "recall_by_training": "recall"}
"""Check → the task that its models must have been trained on."""

OF_THE_SCENE = ("model", "text", "token", "units", "signal", "hold")
"""Arguments that are the scene's where the card gives none."""

_KINDS: Mapping[Any, tuple[str, type, bool]] = {
    float: (mark("a number"), float, False),
    int: (mark("a whole number"), int, False),
    str: (mark("a text"), str, False),
    bool: (mark("true or false"), bool, False),
    tuple[float, ...]: (mark("a row of numbers"), float, True),
    tuple[int, ...]: (mark("a row of whole numbers"), int, True),
    tuple[str, ...]: (mark("a row of texts"), str, True),
}
"""Annotation → how a person calls it, the type of one value, whether it is a row of them."""


@dataclass(frozen=True)
class Argument:
    """One argument of a check.

    Attributes:
        name: by which a card gives it.
        kind: in words: ``a number``, ``a row of texts``.
        needed: whether it has no default.
        default: of those that have one, else None.
    """

    name: str
    kind: str
    needed: bool
    default: Any
    _of: type
    _row: bool

    def read(self, value: Any) -> Any:
        """Return `value`, as TOML gives it, as the check takes it.

        Raises:
            UsageError: it is of another kind.
        """
        values = value if self._row and isinstance(value, list | tuple) else [value]
        if self._row != isinstance(value, list | tuple) or not all(map(self._fits, values)):
            raise UsageError(tr("is {value!r:.60}, not {kind}", value=value, kind=tr(self.kind)))
        found = tuple(self._of(one) for one in values)
        return found if self._row else found[0]

    def _fits(self, value: Any) -> bool:
        if self._of is float:
            return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
        if self._of is int:
            # A control gives whole numbers as floats.
            return not isinstance(value, bool) and (isinstance(value, int) or (_is_whole(value)))
        return type(value) is self._of


def _is_whole(value: Any) -> bool:
    return isinstance(value, float) and value.is_integer()


@cache
def arguments_of(check: str) -> Mapping[str, Argument]:
    """Return the arguments of a check by name.

    Raises:
        UsageError: there is no such check.
    """
    if check not in CHECKS:
        raise UsageError(tr("there is no check {check!r}; there are {listed}", check=check, listed=", ".join(CHECKS)))
    function = CHECKS[check]
    hints = get_type_hints(function)
    found = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind is not inspect.Parameter.KEYWORD_ONLY:
            continue
        kind, of, row = _KINDS[hints[name]]
        needed = parameter.default is inspect.Parameter.empty
        found[name] = Argument(name, kind, needed, None if needed else parameter.default, of, row)
    return MappingProxyType(found)
