"""A run for scripts: a mapping with the keys of ``OUT.npz``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.gradients import GradientTrace
from gatescope.engine.part import split_key
from gatescope.engine.trace import UnknownSignalError
from gatescope.engine.what_if import in_words
from gatescope.errors import UsageError
from gatescope.export.file_kinds import RECORDINGS
from gatescope.export.html import html
from gatescope.export.word_array import word_array
from gatescope.plots.signals import CELL_NAMES
from gatescope.session.run.snapshot import Run

Array = NDArray[Any]

BASELINE = "baseline."

# NumPy stores an array of words as a rectangle of characters, so one word of a megabyte makes every word as large.
_MOST_CHARACTERS = 1 << 26
_MADE = ("tokens", "ids", "inputs")


class Recording(Mapping[str, Array]):
    """One model on one text, and everything that happened in it.

    The keys are those of ``OUT.npz``: ``tokens`` (T,) str, ``ids`` (T,) int64 (−1 where there is none), ``inputs``
    (T, I), ``readout.NAME`` (T, C), then ``layer{k}.{direction}.SIGNAL`` (T, H) and
    ``layer{k}.{direction}.preactivation.GATE`` (T, H), all in token order and read-only. Short names
    (``recording["forget_gate"]``) mean the last layer, forward where it has that; they are not among the keys.

    With gradients also their keys (see `analysis.gradients.GradientTrace`) and ``gradient_target`` () str; where
    something was clamped or ablated, also ``baseline.`` + each of these keys for the same run without interventions.

    Attributes:
        run: the network that ran, its tokens, the engine's trace and the first bad step.
        gradients: of one number in everything recorded, or None where none were asked for.
        baseline: the same run without interventions, or None where there were none.
        obstacles: what of the model's file changes its numbers and is not computed here, as sentences.
        warnings: what of the model's file contradicts itself, and what was taken, as sentences.
        untold: why no scene can tell of this run, as a sentence; empty where one can.
    """

    def __init__(
        self,
        run: Run,
        gradients: GradientTrace | None = None,
        baseline: Recording | None = None,
        obstacles: Sequence[str] = (),
        warnings: Sequence[str] = (),
        untold: str = "",
    ) -> None:
        self.run = run
        self.gradients = gradients
        self.baseline = baseline
        self.obstacles = tuple(obstacles)
        self.warnings = tuple(warnings)
        self.untold = untold
        self._default = run.network.default_part
        self._values: dict[str, Array] = {
            f"readout.{name}": _read_only(values.view()) for name, values in run.readouts.items()
        }
        self._values |= run.trace
        if gradients is not None:
            self._values |= {key: _read_only(values.view()) for key, values in gradients.items()}
            self._values["gradient_target"] = _read_only(np.array(gradients.target))
        self._made: dict[str, Array] = {}

    def __getitem__(self, key: str) -> Array:
        if key in _MADE:
            if key not in self._made:
                self._made[key] = self._make(key)
            return self._made[key]
        if self.baseline is not None and key.startswith(BASELINE):
            return self.baseline[key.removeprefix(BASELINE)]
        found = self._values.get(key)
        if found is None:
            found = self._values.get(f"{self._default}.{key}")
        if found is None:
            raise UnknownSignalError(self._unknown(key))
        return found

    def __iter__(self) -> Iterator[str]:
        yield from _MADE
        yield from self._values
        if self.baseline is not None:
            yield from (BASELINE + key for key in self.baseline)

    def __len__(self) -> int:
        return len(_MADE) + len(self._values) + (0 if self.baseline is None else len(self.baseline))

    # Mapping's own would compare arrays as if they were single values, and forbid a hash.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        network = self.run.network
        size = f"{CELL_NAMES[network.cell.name]} {len(network.layers)}×{network.units}"
        return f"<Recording of {self.run.model} ({size}): {len(self.run.tokens):,} tokens, {len(self):,} arrays>"

    def _repr_html_(self) -> str:
        what_if = in_words(self.run.trace.interventions)
        notes = [f"what if {', '.join(what_if)}"] if what_if else []
        if self.gradients is not None:
            notes.append(f"with the gradients of {self.gradients.target}")
        notes += [f"not computed: {obstacle}" for obstacle in self.obstacles]
        notes += self.warnings
        return html(self.run, notes)

    def save(self, path: str | Path) -> int:
        """Write a .npz or a .csv file, whole or not at all; return how many arrays or rows it has.

        Raises:
            FileError: the file cannot be written.
            UsageError: the suffix is another one, or the text has a word too long for an array of words.
        """
        return RECORDINGS.of(Path(path)).write(self, Path(path))

    def _make(self, key: str) -> Array:
        """Make an array that no run records; called when its key is first asked for."""
        tokens, trace = self.run.tokens, self.run.trace
        made: Array
        if key == "tokens":
            words = tokens.words()
            longest = max(map(len, words), default=0)
            if longest * len(words) > _MOST_CHARACTERS:
                raise UsageError(
                    f"a word of {longest:,} characters does not fit into an array; write a .csv file instead"
                )
            made = word_array(words)
        elif key == "ids":
            made = np.array(tokens.ids if trace.inputs is None else np.full(len(tokens), -1), np.int64)
        elif trace.inputs is not None:
            made = trace.inputs.view()
        else:
            assert self.run.network.embedding is not None, "a run on ids has an embedding"
            made = self.run.network.embedding[tokens.ids]
        return _read_only(made)

    def _unknown(self, key: str) -> str:
        network = self.run.network
        names = [*_MADE, *(name for name in self._values if split_key(name)[0] is None)]
        signals = [rest for part, rest in map(split_key, self._values) if part == self._default]
        short = ", ".join([*names, *signals])
        return f"there is no {key!r} in this trace; there are {short}, each signal in {', '.join(network.parts)}"


def _read_only(values: Array) -> Array:
    values.flags.writeable = False
    return values
