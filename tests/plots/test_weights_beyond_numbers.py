"""Weights that are infinite, no number, or so large that everything overflows: every view draws, or says why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.network import Network
from gatescope.errors import GateScopeError
from gatescope.export.png import image
from gatescope.formats.core.tokens import tokens_of_text
from gatescope.plots.by_name import MODEL_VIEWS, RUN_VIEWS, describe_runs
from gatescope.plots.theme import LIGHT
from gatescope.session.run.single import run_once
from gatescope.session.run.snapshot import Run
from tests.plots import builders
from tests.session.space.test_in_plane import SENTENCE, model

VALUES = [np.inf, np.nan, -3e38]
# They start from a thousand states each time.
_SLOW = {"fixedpoints", "space"}


def spoilt(base: Network, value: float) -> Iterator[Network]:
    """Networks in which one weight of an array is `value`, or all of them are."""
    for key in keys_of(base):
        one = np.array(base.array(key))
        one.flat[one.size // 2] = value
        yield base.with_array(key, one)
        yield base.with_array(key, np.full_like(one, value))


def keys_of(base: Network) -> list[str]:
    keys = base.keys()
    return [key for key in keys if base.array(key).size]


def runs_of(cell: str, value: float) -> Iterator[Run]:
    for network in spoilt(builders.network(cell, units=4), value):
        made = model(network)
        yield replace(run_once("toy", network, tokens_of_text(made, SENTENCE)), reader=made)


@pytest.mark.slow
@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_every_view_draws_or_says_why_not(qapp: object, cell: str, value: float) -> None:
    """A warning of NumPy is an error here, as any other exception is."""
    for number, run in enumerate(runs_of(cell, value)):
        for view in RUN_VIEWS:
            if view in _SLOW and number % 8:
                continue
            with suppress(GateScopeError):
                image(describe_runs(view, [run]), 500, 300, 1, LIGHT)


@pytest.mark.parametrize("value", VALUES)
def test_so_does_every_view_of_a_model(qapp: object, value: float) -> None:
    base = builders.network("lstm", units=4)
    for network, key in zip(spoilt(base, value), [key for key in keys_of(base) for _ in range(2)], strict=True):
        for view in MODEL_VIEWS.values():
            image(view(model(network), key), 500, 300, 1, LIGHT)
