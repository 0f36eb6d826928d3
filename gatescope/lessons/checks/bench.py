"""What a check measures on: models by name, runs with things held, progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.checks import check_finite
from gatescope.engine import executors
from gatescope.engine.executors import Executor
from gatescope.engine.network import Array, Network
from gatescope.engine.read_out import read_out
from gatescope.engine.run import run
from gatescope.engine.trace import Trace
from gatescope.engine.what_if import what_if
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.formats.own import library
from gatescope.progress import Report, silent
from gatescope.words import tr


@dataclass(frozen=True, eq=False)
class Bench:
    """Where the measuring is done.

    Attributes:
        executor: steps the cells; the fastest one that is ready where None.
        report: is called often, and may end the check.
        models: that stand in for those of the same name, such as a person's own; the others come from the library.
    """

    executor: Executor | None = None
    report: Report = silent
    models: Mapping[str, Model] | None = None

    def model(self, name: str) -> Model:
        """Return the model called `name`.

        Raises:
            UsageError: no model is called so, or none is named.
            FileError: it cannot be read.
        """
        if not name:
            raise UsageError(tr("no model is named: the scene, or the arguments, must have one"))
        own = (self.models or {}).get(name)
        return _bundled(name) if own is None else own

    def read(self, model: Model, text: str) -> NDArray[np.int64]:
        """Return (T,) the ids of `text`, at least one.

        Raises:
            UsageError: the model reads no text, or there is none.
        """
        ids = tokens_of_text(model, text).ids
        if not len(ids):
            raise UsageError(tr("there is no text to test on"))
        return ids

    def words(self, model: Model, text: str) -> list[str]:
        """Return the tokens of `text` as they stand in it."""
        return tokens_of_text(model, text).words()

    def run(
        self,
        network: Network,
        ids: NDArray[np.int64] | None = None,
        *,
        inputs: Array | None = None,
        hold: Sequence[str] = (),
        ablate: Sequence[int] = (),
        initial: Mapping[str, Array] | None = None,
    ) -> Trace:
        """Step `network` over `ids` or `inputs` while `hold` (as ``--clamp`` takes it) is held.

        Raises:
            UsageError: something of that does not exist.
            ModelError: the run of a text holds NaN or infinite numbers, of which no claim can be told.
        """
        self.report(0.0)
        count = len(ids) if ids is not None else len(inputs) if inputs is not None else 0
        interventions = what_if(hold, ablate).resolve(network, count)
        trace = run(
            network,
            ids=ids,
            inputs=inputs,
            initial=initial,
            interventions=interventions,
            executor=self.executor or executors.current(),
        )
        if ids is not None:
            check_finite(trace)
        return trace

    def read_out(self, network: Network, trace: Trace, token: int = -1) -> float:
        """Return what the first read-out gives after `token`: the probability of its second label where it is logistic,
        else of the likeliest one.

        Raises:
            UsageError: the model has no read-out.
        """
        if not network.readouts:
            raise UsageError(tr("this model has no read-out"))
        row = read_out(network, trace.hidden)[network.readouts[0].name][token]
        return float(row[0] if len(row) == 1 else row.max())


@lru_cache(maxsize=8)
def _bundled(name: str) -> Model:
    if name not in library.bundled():
        raise UsageError(
            tr(
                "no bundled model is called {name!r}; there are {listed}",
                name=name,
                listed=", ".join(library.bundled()),
            )
        )
    return library.load(name)
