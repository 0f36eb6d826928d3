"""Names the first step of a run that is not a finite number, in words a person can use."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from gatescope.engine.health import first_bad
from gatescope.engine.part import split_key
from gatescope.engine.trace import Trace
from gatescope.session.run.snapshot import Array, BadStep
from gatescope.text.tokens import TokenSequence


def bad_step(trace: Trace, readouts: Mapping[str, Array], tokens: TokenSequence, start: int = 0) -> BadStep | None:
    """Return the first bad step of a run, or None: of the recorded signals, and where they are sound of its read-outs.

    Args:
        trace: the run; readouts: by name, (T, C); tokens: T of them.
        start: the first token that may have changed since a run that was sound.
    """
    found = first_bad(trace, start)
    if found is not None:
        token, key, unit = found
        part, signal = split_key(key)
        return BadStep(token, tokens.word(token), signal, unit, part)
    for name, values in readouts.items():
        wrong = ~np.isfinite(values[start:])
        if wrong.any():
            token = int(wrong.any(axis=1).argmax())
            return BadStep(start + token, tokens.word(start + token), f"readout.{name}", int(wrong[token].argmax()))
    return None
