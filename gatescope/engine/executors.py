"""Who steps the cells: the readable reference, or the compiled kernels once they are ready."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Protocol

from gatescope.engine import reference as equations
from gatescope.engine.cells import Cell, Convention
from gatescope.engine.kernel_cache import open_cache
from gatescope.engine.network import LayerParameters
from gatescope.engine.record import Offsets, Record, Slopes


class LayerRunner(Protocol):
    """One layer in one direction, its parameters laid out as the executor likes them."""

    @property
    def parameters(self) -> LayerParameters: ...

    def run(self, record: Record, offsets: Offsets) -> None:
        """Fill the rows ``offsets[0] … offsets[-1]`` of `record`, whose `pre` holds the input product."""

    def backward(self, record: Record, offsets: Offsets, slopes: Slopes) -> None:
        """Fill `slopes` from the record and from what `slopes.hidden` asks of the states."""


class Executor(Protocol):
    """Makes layer runners."""

    @property
    def name(self) -> str:
        """``"reference"`` or ``"kernels"``."""

    def layer(self, cell: Cell, convention: Convention, parameters: LayerParameters) -> LayerRunner: ...


class _ReferenceLayer:
    def __init__(self, cell: Cell, convention: Convention, parameters: LayerParameters) -> None:
        self.parameters = parameters
        self._cell = cell
        self._convention = convention

    def run(self, record: Record, offsets: Offsets) -> None:
        equations.run(self._cell, self._convention, self.parameters, record, offsets)

    def backward(self, record: Record, offsets: Offsets, slopes: Slopes) -> None:
        equations.backward(self._cell, self._convention, self.parameters, record, offsets, slopes)


class _Reference:
    name = "reference"

    def layer(self, cell: Cell, convention: Convention, parameters: LayerParameters) -> LayerRunner:
        return _ReferenceLayer(cell, convention, parameters)


class _KernelLayer:
    def __init__(self, module: Any, convention: Convention, parameters: LayerParameters) -> None:
        self.parameters = parameters
        self._module = module
        self._convention = convention
        self._forward = module.forward_weights(convention, parameters)
        self._backward: Any = None

    def run(self, record: Record, offsets: Offsets) -> None:
        self._module.run(self._forward, record, offsets)

    def backward(self, record: Record, offsets: Offsets, slopes: Slopes) -> None:
        if self._backward is None:
            self._backward = self._module.backward_weights(self._convention, self.parameters)
        self._module.backward(self._backward, record, offsets, slopes)


class _Kernels:
    name = "kernels"

    def __init__(self, modules: dict[str, Any]) -> None:
        self._modules = modules

    def layer(self, cell: Cell, convention: Convention, parameters: LayerParameters) -> LayerRunner:
        return _KernelLayer(self._modules[cell.name], convention, parameters)


reference: Executor = _Reference()
_current: Executor = reference
_kernels: Executor | None = None


def current() -> Executor:
    """Return the fastest executor that is ready now."""
    return _current


def load_kernels() -> Executor:
    """Make the kernels `current` and return them. What is not in the cache is compiled at its first call.

    The window, which may not wait, lets `warmup.WarmUp` do this in the background.
    """
    return use(import_kernels())


def import_kernels(folder: Path | None = None) -> Executor:
    """Return the kernels without making them `current`.

    Args:
        folder: where machine code is kept; the user's cache by default. The first call decides.
    """
    global _kernels
    if _kernels is None:
        import numba

        # Before the kernels' modules, whose decorators look at it.
        config: Any = numba.config
        config.CACHE_DIR = str(folder or open_cache().path)
        from gatescope.engine.kernels import gru, lstm, rnn

        _kernels = _Kernels({"rnn": rnn, "gru": gru, "lstm": lstm})
    return _kernels


def use(executor: Executor) -> Executor:
    """Make `executor` the `current` one and return it."""
    global _current
    _current = executor
    return executor
