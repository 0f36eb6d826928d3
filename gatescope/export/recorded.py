"""The interface of a recording that the writers of traces use."""

from __future__ import annotations

from collections.abc import Iterator, KeysView
from typing import TYPE_CHECKING, Any, Protocol

from numpy.typing import NDArray

if TYPE_CHECKING:
    from gatescope.analysis.gradients import GradientTrace
    from gatescope.session.run.snapshot import Run


class Recorded(Protocol):
    """A run with the arrays that a file of it holds, by their keys; `recording.Recording` is the one there is."""

    @property
    def run(self) -> Run: ...

    @property
    def gradients(self) -> GradientTrace | None: ...

    @property
    def baseline(self) -> Recorded | None: ...

    def keys(self) -> KeysView[str]: ...

    def __getitem__(self, key: str, /) -> NDArray[Any]: ...

    def __iter__(self) -> Iterator[str]: ...
