"""Random works of a person, and whether two are the same in every bit."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
from hypothesis import strategies as st

from gatescope.engine.cells import Convention
from gatescope.engine.held import HeldValues
from gatescope.engine.interventions import Ablate, Clamp, CopiedWeights, Interventions, Patch
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.formats.conventions.override import override
from gatescope.formats.core.model import Model, Origin
from gatescope.session.document.document import Document, Fed, Focus, UnitRef
from gatescope.session.document.shading import ALL_UNITS, Front, Shading
from gatescope.session.project.layout import AREAS, DockPlace, Layout
from gatescope.session.project.work import Work
from tests.session.helpers import letter_model, random_network, word_model

CONVENTIONS = (
    Convention(),
    Convention(reset_after=False, clip=2.5, activation="relu"),
    Convention(gate_activation="hard_sigmoid", forget_bias=1.0, update_gate_keeps="new"),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


def shadings() -> st.SearchStrategy[Shading]:
    return st.builds(Shading, NAMES, NAMES | st.just(""), st.sampled_from(ALL_UNITS) | st.integers(0, 99))


def fronts(names: list[str]) -> st.SearchStrategy[list[Front]]:
    """How sets of `names` may have been left."""
    if not names:
        return st.just([])
    sets = st.lists(st.sampled_from(names), unique=True, min_size=1).map(tuple)
    return st.lists(st.builds(Front, sets, NAMES, st.just(Part.parse("layer0.forward")), shadings()), max_size=3)


@st.composite
def models(draw: st.DrawFn, name: str) -> Model:
    cell = draw(st.sampled_from(["rnn", "gru", "lstm"]))
    sizes = {
        "layers": draw(st.integers(1, 2)),
        "units": draw(st.integers(1, 4)),
        "directions": draw(st.sampled_from([("forward",), ("reverse",), ("forward", "reverse")])),
        "seed": draw(st.integers(0, 99)),
    }
    kind = draw(st.sampled_from(["words", "letters", "vectors"]))
    if kind == "words":
        model = word_model(name, cell, **sizes)
    elif kind == "letters":
        model = letter_model(name, cell, **sizes)
    else:
        model = Model(name, replace(random_network(cell, **sizes), embedding=None), None, None)
    network = replace(model.network, convention=draw(st.sampled_from(CONVENTIONS)))
    if draw(st.booleans()):
        network = override(network, {"readout": "linear"})
    if draw(st.booleans()):
        rng = np.random.default_rng(sizes["seed"])
        rows = (tuple(p.starting_from(rng.normal(size=p.outputs), None) for p in row) for row in network.layers)
        network = replace(network, layers=tuple(rows))
    origin = Origin(Path("/gone") / f"{name.replace(chr(0), '')}.h5", "Keras", "lstm_1", {"gate_activation": "relu"})
    return replace(
        model,
        network=network.astype(draw(st.sampled_from([np.float32, np.float64]))),
        card=draw(st.sampled_from([{}, {"family": "test", "task": "é"}, {"source": {"notes": ["a", None, 1.5]}}])),
        masked_id=draw(st.none() | st.integers(0, 9)),
        origin=draw(st.none() | st.just(origin)),
    )


@st.composite
def edits(draw: st.DrawFn, network: Network) -> Network:
    """`network` with some of its arrays moved, one of them to where no number is."""
    for key in draw(st.lists(st.sampled_from(network.keys()), unique=True, max_size=3)):
        moved = network.array(key) * 3 + 1
        moved.flat[0] = draw(st.sampled_from([0.1, -0.0, np.nan, np.inf]))
        network = network.with_array(key, moved)
    return network


@st.composite
def interventions(draw: st.DrawFn, network: Network) -> Interventions:
    layer = draw(st.none() | st.integers(0, len(network.layers) - 1))
    direction = draw(st.none() | st.sampled_from(network.directions))
    unit = network.units - 1
    choices = [
        Ablate((0, unit), layer, direction),
        Clamp("hidden_state", -0.1, (unit,), range(1, 9, 2), layer, direction),
        Clamp(network.cell.signals[0], 0.0, None, None, layer, direction),
        Clamp(network.cell.signals[0], 0.5, (unit + 7,), None, layer, direction, on=False),
        Patch("hidden_state", HeldValues.of([[0.25, -0.5]]), range(2, 3), (0, unit), layer, direction, "“a” of “b”"),
        CopiedWeights(network.cell.gates[0], network.cell.gates[-1], layer, direction),
    ]
    return Interventions(tuple(draw(st.lists(st.sampled_from(choices), max_size=3))))


@st.composite
def works(draw: st.DrawFn) -> Work:
    names = draw(st.lists(NAMES, unique=True, max_size=3))
    opened = {name: draw(models(name)) for name in names}
    networks = {name: draw(edits(model.network)) for name, model in opened.items()}
    fed = {}
    for name, network in networks.items():
        if network.embedding is None and draw(st.booleans()):
            shape = draw(st.integers(0, 5)), network.inputs
            fed[name] = Fed(draw(TEXTS), np.random.default_rng(1).normal(size=shape).astype(network.dtype))
    clamps = {name: draw(interventions(network)) for name, network in networks.items()}
    text = draw(TEXTS)
    document = Document(
        text,
        draw(st.none() | st.integers(0, len(text))),
        False,
        *(MappingProxyType(mapping) for mapping in (opened, networks, fed, {n: h for n, h in clamps.items() if h})),
        shown=tuple(draw(st.lists(st.sampled_from(names), unique=True, min_size=1))) if names else (),
    )
    focus = Focus(
        model=draw(NAMES),
        token=draw(st.none() | st.integers(0, 99)),
        shading=draw(shadings()),
        fronts=tuple(draw(fronts(names))),
        units=tuple(UnitRef(name, Part.parse("layer0.forward"), k) for k, name in enumerate(names)),
        order="similarity",
        parameter=draw(TEXTS),
    )
    share, away = st.floats(0, 1), st.floats(-9, 9)
    dock = st.builds(
        DockPlace,
        NAMES,
        st.sampled_from(AREAS),
        st.integers(0, 9),
        st.booleans(),
        st.booleans(),
        st.booleans(),
        share,
        share,
        st.lists(st.integers(0, 9), max_size=4).map(tuple),
        away,
        away,
    )
    size = st.none() | st.tuples(st.integers(0, 9000), st.integers(0, 9000))
    docks = st.lists(dock, max_size=3).map(tuple)
    return Work(document, focus, draw(st.builds(Layout, size, st.booleans(), NAMES, docks)))


def assert_same_work(a: Work, b: Work) -> None:
    mine, theirs = a.document, b.document
    assert (a.focus, a.layout) == (b.focus, b.layout)
    assert (mine.text, mine.caret, mine.shown) == (theirs.text, theirs.caret, theirs.shown)
    assert not theirs.typing
    assert mine.interventions == theirs.interventions
    assert list(mine.models) == list(theirs.models) == list(mine.networks) == list(theirs.networks)
    for name, model in mine.models.items():
        assert_same_model(model, theirs.models[name])
        assert_same_network(mine.networks[name], theirs.networks[name])
        assert (mine.networks[name] is model.network) == (theirs.networks[name] is theirs.models[name].network)
    assert list(mine.fed) == list(theirs.fed)
    for name, fed in mine.fed.items():
        assert fed.name == theirs.fed[name].name
        assert fed.vectors.dtype == theirs.fed[name].vectors.dtype
        np.testing.assert_array_equal(fed.vectors, theirs.fed[name].vectors)


def assert_same_model(a: Model, b: Model) -> None:
    assert (a.name, a.vocabulary, a.tokenizer, a.masked_id) == (b.name, b.vocabulary, b.tokenizer, b.masked_id)
    assert (a.card, a.origin, a.family) == (b.card, b.origin, b.family)
    assert_same_network(a.network, b.network)


def assert_same_network(a: Network, b: Network) -> None:
    assert (a.cell, a.convention, a.directions, a.keys()) == (b.cell, b.convention, b.directions, b.keys())
    assert [(r.name, r.kind, r.labels) for r in a.readouts] == [(r.name, r.kind, r.labels) for r in b.readouts]
    for key in a.keys():  # noqa: SIM118 - a network is no mapping
        assert a.array(key).dtype == b.array(key).dtype
        assert a.array(key).tobytes() == b.array(key).tobytes(), key
