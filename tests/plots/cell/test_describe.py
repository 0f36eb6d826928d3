"""Every number on the wires of a cell and in its words is that of a step done by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from gatescope.engine.cells import Convention, Direction
from gatescope.engine.interventions import Ablate, Clamp, Interventions
from gatescope.engine.network import Network
from gatescope.engine.part import Part
from gatescope.plots.cell.describe import describe_cell
from gatescope.plots.cell.wiring import CellPlot
from gatescope.plots.cell.words import factor, share, three
from gatescope.plots.gradient_words import plain
from gatescope.session.document.document import Focus, UnitRef
from gatescope.session.run.single import run_once
from gatescope.session.run.snapshot import Run
from tests.engine.options import OPTIONS, random_option
from tests.plots.builders import network as toy
from tests.plots.builders import tokens
from tests.plots.cell.by_hand import states

TEXT = "the food was not good"
BOTH: tuple[Direction, ...] = ("forward", "reverse")


def ran(made: Network, held: Interventions | None = None, text: str = TEXT) -> Run:
    return run_once("m", made, tokens(text), interventions=held)


def focus(part: Part, token: int, unit: int = 1) -> Focus:
    return Focus(model="m", part=part, token=token, units=(UnitRef("m", part, unit),))


def networks() -> dict[str, Network]:
    found = {name: random_option(name, directions=BOTH, layers=2, vocabulary=7) for name in OPTIONS}
    for cell in ("rnn", "gru", "lstm"):
        found[cell] = toy(cell, units=4, layers=2, directions=BOTH)
    found["gru new"] = toy("gru", units=4, directions=BOTH, convention=Convention(update_gate_keeps="new"))
    found["gru before"] = toy("gru", units=4, convention=Convention(reset_after=False))
    return found


NETWORKS = networks()


@pytest.mark.parametrize("name", NETWORKS)
def test_strips_are_a_step_done_by_hand(name: str) -> None:
    """Of every part at every token; a layer reads those below it, and a reverse direction goes from the end."""
    made = NETWORKS[name]
    one = ran(made)
    assert made.embedding is not None
    read = made.embedding[one.tokens.ids]
    for layer in range(len(made.layers)):
        parts = [part for part in made.parts if part.layer == layer]
        by_hand = {part: states(made, made.parameters(part), read, reverse=part.reverse) for part in parts}
        for part in parts:
            for token in range(len(one.tokens)):
                (wiring,) = describe_cell([one], focus(part, token)).wirings
                wanted = by_hand[part][token]
                drawn = {strip.key for strip in wiring.strips}
                assert drawn == set(wanted) - ({"shown"} if made.parameters(part).projection is None else set())
                for strip in wiring.strips:
                    np.testing.assert_allclose(strip.values, wanted[strip.key], atol=1e-9, err_msg=strip.key)
        read = np.concatenate([np.stack([one["hidden_state"] for one in by_hand[part]]) for part in parts], axis=1)


def explanations(plot_of: Run, part: Part, token: int, unit: int = 1) -> list[str]:
    """What every operation says, as plain text with its numbers."""
    said = []
    steps = describe_cell([plot_of], focus(part, token, unit)).steps
    for step in range(1, steps + 1):
        found = describe_cell([plot_of], focus(part, token, unit), step).wirings[0].explanation
        said.append(" | ".join(plain(one) for one in (found.numbers, found.where, found.sentence)))
    return said


@pytest.mark.parametrize("part", [Part.of(0, "forward"), Part.of(1, "reverse")])
def test_numbers_of_an_lstm(part: Part) -> None:
    made = NETWORKS["lstm"]
    one = ran(made)
    below = states_below(made, one, part)
    step = states(made, made.parameters(part), below, reverse=part.reverse)[2]
    f, i, g, o, c = (
        float(step[key][1]) for key in ("forget_gate", "input_gate", "candidate", "output_gate", "cell_state")
    )
    before, h = float(step["cell_state_before"][1]), float(step["hidden_state"][1])
    _, forget, keep, write, add, output, show = explanations(one, part, 2)
    assert f"= {three(f)}" in forget
    assert f"{factor(f)} × {factor(before)} = {three(f * before)}" in keep
    assert f"keeps {share(f)} of what unit 1 held: {three(before)} becomes {three(f * before)}" in keep
    assert f"{factor(i)} × {factor(g)} = {three(i * g)}" in write
    assert f"= {three(c)}" in add
    assert f"now holds {three(c)}" in add
    assert f"= {three(o)}" in output
    assert f"{factor(o)} × tanh({three(c)}) = {three(h)}" in show


def states_below(made: Network, one: Run, part: Part) -> np.ndarray:
    """What a part reads, by hand."""
    assert made.embedding is not None
    read = made.embedding[one.tokens.ids]
    for layer in range(part.layer):
        parts = [other for other in made.parts if other.layer == layer]
        sides = [states(made, made.parameters(other), read, reverse=other.reverse) for other in parts]
        read = np.concatenate([np.stack([step["hidden_state"] for step in side]) for side in sides], axis=1)
    return read


@pytest.mark.parametrize("name", ["gru", "gru new", "gru before"])
def test_numbers_of_a_gru(name: str) -> None:
    made = NETWORKS[name]
    one, part = ran(made), made.parts[0]
    step = states(made, made.parameters(part), states_below(made, one, part), reverse=False)[2]
    shown, r, n = (float(step[key][1]) for key in ("update_gate", "reset_gate", "candidate"))
    z = 1 - shown if name == "gru new" else shown
    before, h = float(step["carried"][1]), float(step["hidden_state"][1])
    _, update, keep, candidate, write, add, result = explanations(one, part, 2)
    assert f"= {three(shown)}" in update
    assert f"keep {share(z)} of what it held and take {share(1 - z)} of the candidate" in update
    assert f"{factor(z)} × {factor(before)} = {three(z * before)}" in keep
    assert f"= {three(r)}" in candidate
    assert f"= {three(n)}" in candidate
    assert f"{factor(1 - z)} × {factor(n)} = {three((1 - z) * n)}" in write
    assert f"now holds {three(h)}" in add
    assert f"= {three(h)}" in result


def test_numbers_of_an_rnn() -> None:
    made = NETWORKS["rnn"]
    one, part = ran(made), made.parts[0]
    step = states(made, made.parameters(part), states_below(made, one, part), reverse=False)[2]
    _, total, squashed = explanations(one, part, 2)
    assert f"= {step['sum'][1]:.2f}".replace("-", "−") in total
    assert f"= {three(float(step['hidden_state'][1]))}" in squashed


def test_the_first_word_begins_with_the_initial_state() -> None:
    for part in NETWORKS["lstm"].parts[:2]:
        first = 4 if part.reverse else 0
        said = explanations(ran(NETWORKS["lstm"]), part, first)
        assert "the initial state, which is 0" in said[0]
        assert "nothing to keep" in said[2]
    learned = NETWORKS["lstm learned states"]
    said = explanations(ran(learned), learned.parts[0], 0)
    assert "the initial state of the model" in said[0]
    assert "nothing to keep" not in said[2]


def test_what_is_held_is_marked_and_said() -> None:
    made, part = NETWORKS["lstm"], Part.of(1, "forward")
    held = Interventions((
        Clamp("forget_gate", 0.25, (1, 2), range(2, 3)), Clamp("cell_state", 0.5, (1,), range(3, 4)), Ablate((0,)),
    ))  # fmt: skip
    one = ran(made, held)
    (wiring,) = describe_cell([one], focus(part, 2), 2).wirings
    assert wiring.vector("forget_gate").clamped.tolist() == [False, True, True, False]
    assert wiring.vector("hidden_state").out.tolist() == [True, False, False, False]
    assert wiring.vector("hidden_state_before").out.tolist() == [True, False, False, False]
    assert wiring.vector("forget_gate").values[1] == 0.25
    assert "0.250, held" in plain(wiring.explanation.numbers)
    assert "held at 0.25 here" in wiring.explanation.sentence
    (wiring,) = describe_cell([one], focus(part, 3), 5).wirings
    assert not wiring.vector("forget_gate").clamped.any()
    assert "c of unit 1 is held at 0.500 here; its equation would give" in wiring.explanation.sentence
    (wiring,) = describe_cell([one], focus(part, 3, unit=0), 7).wirings
    assert "taken out: its h is 0" in wiring.explanation.sentence


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
@pytest.mark.parametrize("units", [1, 3, 1024])
@pytest.mark.parametrize("text", ["good", TEXT])
def test_any_size(cell: str, units: int, text: str) -> None:
    one = ran(toy(cell, units=units), text=text)
    for step in range(1, 8):
        plot = describe_cell([one], focus(one.network.parts[0], 0, 0), step, corner=True)
        (wiring,) = plot.wirings
        assert plot.step == min(step, plot.steps)
        assert wiring.explanation.sentence
        assert all(len(strip.shown) <= 40 for strip in wiring.strips)


@pytest.mark.parametrize("cell", ["rnn", "gru", "lstm"])
def test_a_step_that_is_no_number_says_so(cell: str) -> None:
    made = toy(cell, units=4)
    key = f"layer0.forward.W.{'hidden_state' if cell == 'rnn' else 'candidate'}"
    array = np.array(made.array(key))
    array[1] = np.nan
    one = ran(made.with_array(key, array))
    said = explanations(one, made.parts[0], 3)
    assert "no finite number since token 1" in said[-1]
    assert "NaN" in said[-1]


def test_a_text_without_tokens_and_one_that_is_shorter() -> None:
    one = ran(NETWORKS["gru"], text="")
    assert describe_cell([one], Focus(model="m")).wirings == ()
    assert describe_cell([one], Focus(model="m")).nothing_to_draw()
    assert describe_cell([], Focus()).wirings == ()


def compared(*cells: str) -> CellPlot:
    runs = [replace(ran(toy(cell, units=4)), model=cell) for cell in cells]
    return describe_cell(runs, Focus(model=cells[-1], token=2), 3)


def test_parts_with_one_job_have_one_place_in_every_cell() -> None:
    rnn, gru, lstm = compared("rnn", "gru", "lstm").wirings
    for ours, theirs in (("kept", "kept"), ("written", "written"), ("candidate", "candidate"),
                         ("update_gate", "forget_gate"), ("hidden_state", "cell_state")):  # fmt: skip
        assert gru.vector(ours).at == lstm.vector(theirs).at
    assert [node.at for node in gru.nodes if node.sign == "+"] == [node.at for node in lstm.nodes if node.sign == "+"]
    missing = {box.name: box.at for box in (*gru.boxes, *rnn.boxes) if box.step is None}
    assert missing["no output gate"] == next(box.at for box in lstm.boxes if box.name == "output")
    assert not [box for box in describe_cell([ran(toy("gru"))], Focus(token=2)).wirings[0].boxes if box.step is None]


def test_options_are_drawn_only_where_they_are() -> None:
    def drawn(name: str) -> tuple[set[str], int, set[str]]:
        made = NETWORKS[name]
        (wiring,) = describe_cell([ran(made)], focus(made.parts[0], 2)).wirings
        return (
            {node.sign for node in wiring.nodes},
            sum(wire.dashed for wire in wiring.wires),
            {box.name for box in wiring.boxes},
        )

    plain_signs, peepholes, boxes = drawn("lstm")
    assert (plain_signs, peepholes) == ({"⊙", "+", "tanh"}, 0)
    assert boxes == {"forget", "input", "candidate", "output"}
    assert drawn("lstm peepholes")[1] == 3
    assert "R" in drawn("lstm projection")[0]
    signs, _, boxes = drawn("lstm coupled")
    assert "1 −" in signs
    assert "forget" not in boxes
    assert "U" in drawn("gru")[0]
    assert "U" not in drawn("gru before")[0]
    (wiring,) = describe_cell([ran(NETWORKS["lstm clip"])], focus(Part.of(0, "forward"), 2)).wirings
    assert all("±0.4" in box.sign for box in wiring.boxes)


@pytest.mark.parametrize("name", ["gru", "gru before", "lstm", "rnn"])
def test_a_corner_of_the_product_is_entry_by_entry(name: str) -> None:
    made = NETWORKS[name]
    one, part = ran(made), made.parts[0]
    for step in range(1, 8):
        product = describe_cell([one], focus(part, 3, 2), step, corner=True).wirings[0].product
        if name == "rnn":
            assert product is None
            continue
        assert product is not None
        assert (product.units, product.words) == (("unit 1", "unit 2", "unit 3"), ("“food”", "“was”", "“not”"))
        np.testing.assert_array_equal(product.result, product.first * product.second)
    product = describe_cell([one], focus(part, 3, 2), 3, corner=True).wirings[0].product
    if product is not None:
        by_hand = states(made, made.parameters(part), states_below(made, one, part), reverse=False)
        wanted = np.stack([by_hand[token]["kept"][1:4] for token in (1, 2, 3)], axis=1)
        np.testing.assert_allclose(product.result, wanted, atol=1e-9)


def test_vectors_that_a_run_does_not_keep_have_no_strip() -> None:
    one = ran(NETWORKS["gru before"])
    fed = replace(one, network=replace(one.network, embedding=None), reads="vectors")
    (wiring,) = describe_cell([fed], focus(fed.network.parts[0], 2), 1).wirings
    assert "input" not in {strip.key for strip in wiring.strips}
    assert "comes in as 2 numbers" in wiring.explanation.sentence
    assert wiring.operations[0].code == "x = vector 3"


def test_what_all_units_do_is_measured() -> None:
    made = NETWORKS["lstm"]
    one, part = ran(made), made.parts[0]
    gates = one.trace[f"{part}.forget_gate"].mean(axis=1)
    for token in range(5):
        said = plain(describe_cell([one], focus(part, token), 2).wirings[0].explanation.everyone)
        assert f"All 4 units: mean f_t = {gates[token]:.2f}" in said
        assert ("the lowest of this text" in said) == (gates[token] == gates.min())
        assert ("the highest of this text" in said) == (gates[token] == gates.max())
