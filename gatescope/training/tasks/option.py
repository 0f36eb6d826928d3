"""A choice that only some tasks have, such as how rare a word may be: the command line and the window ask for it."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.errors import UsageError
from gatescope.words import tr

Value = bool | int | float | str


@dataclass(frozen=True)
class Option:
    """One choice of a task.

    Attributes:
        name: as in ``--every-word``, with dashes.
        default: also says of which kind it is: truth, whole number, number, or one of the `choices`.
        about: what it does, in a few words.
        least, most: of a number, both allowed.
        choices: of a word.
    """

    name: str
    default: Value
    about: str
    least: float = 0.0
    most: float = float("inf")
    choices: tuple[str, ...] = ()

    def check(self, value: Value) -> None:
        """Look at a value.

        Raises:
            UsageError: it is none of those that are allowed.
        """
        if isinstance(self.default, bool) and isinstance(value, bool):
            return
        if isinstance(self.default, str):
            if value not in self.choices:
                raise UsageError(
                    tr(
                        "{name} is one of {listed}, not {value!r}",
                        name=self.name,
                        listed=", ".join(self.choices),
                        value=value,
                    )
                )
            return
        whole = isinstance(self.default, int)
        if isinstance(value, (bool, str)) or (whole and not isinstance(value, int)):
            raise UsageError(
                tr(
                    "{name} is a whole number, not {value!r}" if whole else "{name} is a number, not {value!r}",
                    name=self.name,
                    value=value,
                )
            )
        if not self.least <= value <= self.most:
            raise UsageError(
                tr(
                    "{name} is a number from {least:g} to {most:g}, not {value:g}"
                    if self.most < float("inf")
                    else "{name} is a number from {least:g} up, not {value:g}",
                    name=self.name,
                    least=self.least,
                    most=self.most,
                    value=value,
                )
            )
