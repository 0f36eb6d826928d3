"""How a reader's book writes gates and states, and which state its z keeps: for display alone."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Literal

from gatescope.errors import UsageError
from gatescope.words import tr

CHOICES = {"keeps": ("file", "old", "new"), "gates": ("letters", "gamma"), "states": ("h", "a")}
"""The values of each field of `Notation`, the usual one first."""


@dataclass(frozen=True)
class Notation:
    """What is computed, stored and written into files of numbers stays the same in every notation.

    Attributes:
        keeps: which state a GRU's update gate keeps: the one that the model's file says, the old one as in
            h = z ⊙ h₋₁ + (1 − z) ⊙ h̃, or the new one as in h = (1 − z) ⊙ h₋₁ + z ⊙ h̃.
        gates: whether gates are written i f o r z, or Γ with i f o r u below.
        states: whether the hidden state is h or a; the cell state is c in both.
    """

    keeps: Literal["file", "old", "new"] = "file"
    gates: Literal["letters", "gamma"] = "letters"
    states: Literal["h", "a"] = "h"

    @classmethod
    def parse(cls, text: str) -> Notation:
        """Read ``keeps=new,gates=gamma,states=a``; what is not named is as usual.

        Raises:
            UsageError: it names another field or value.
        """
        found = cls()
        for one in filter(None, (part.strip() for part in text.split(","))):
            name, _, value = one.partition("=")
            if value not in CHOICES.get(name, ()):
                known = "; ".join(f"{field}={'|'.join(values)}" for field, values in CHOICES.items())
                raise UsageError(
                    tr("the notation {one!r} is unknown: it has {known}, with commas between", one=one, known=known)
                )
            found = replace(found, **{name: value})  # type: ignore[arg-type]
        return found

    def __str__(self) -> str:
        """Return the text that `parse` reads."""
        return ",".join(f"{field.name}={getattr(self, field.name)}" for field in fields(self))
