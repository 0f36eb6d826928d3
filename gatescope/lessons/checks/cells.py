"""What the cells are made of: their gates, their states, how many weights each has."""

from __future__ import annotations

import numpy as np

from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.copied_weights import rewired
from gatescope.engine.interventions import CopiedWeights, Interventions
from gatescope.engine.network import Array, LayerParameters, Network
from gatescope.engine.selection import parse_signal
from gatescope.errors import UsageError
from gatescope.lessons.card import Verdict
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.written import decimal
from gatescope.lessons.verdict import Measured
from gatescope.words import tr

_SAME = 1e-6


def same_weights(
    bench: Bench, *, model: str, text: str, source: str = "input_gate", target: str = "forget_gate"
) -> Measured:
    """Have the gates one form, so that only their weights tell them apart?

    The weights of the gate `source` are copied onto the gate `target`. True where the two differ as trained, and are
    one and the same from the first word to the last with the weights copied, up to a rounding: the product that gives
    all gates at once may add up the last of them in another order, which depends on the processor.

    Numbers: ``before``, the mean difference as trained; ``after``, the largest with the weights copied; ``weights``,
    how many one gate has.
    """
    source, target = parse_signal(source), parse_signal(target)
    found = bench.model(model)
    network, ids = found.network, bench.read(found, text)
    changed, _ = rewired(network, Interventions((CopiedWeights(source, target),)))
    parameters = network.parameters(network.default_part)
    weights = sum(int(getattr(parameters, name)[0].size) for name in ("W", "U", "b_x", "b_h"))
    rows, differences = [], {}
    for name, one in (("as trained", network), ("copied", changed)):
        trace = bench.run(one, ids)
        apart = np.abs(trace[source].astype(np.float64) - trace[target])
        differences[name] = (float(apart.mean()), float(apart.max()))
        rows.append((tr("as trained" if name == "as trained" else "copied"), *map(decimal, differences[name])))
    before, after = differences["as trained"][0], differences["copied"][1]
    shown = [tr(gate.replace("_", " ")) for gate in (source, target)]
    sentence = tr(
        "With their own weights {shown} and {shown2} differ by {before} on average, with the same {weights:,} "
        "weights by {after} at most.",
        shown=shown[0],
        shown2=shown[1],
        before=decimal(before),
        weights=weights,
        after=decimal(after),
    )
    numbers = {"before": before, "after": after, "weights": weights}
    columns = (tr("weights"), tr("mean difference"), tr("largest"))
    return Measured("true" if after <= _SAME < before else "false", numbers, columns, tuple(rows), sentence)


def states_that_count(bench: Bench, *, models: tuple[str, ...], text: str, token: int = 4) -> Measured:
    """Has a GRU two gates and no state beside its output, where an LSTM has three gates and a cell state?

    Each of `models` is stopped before `token` and goes on from its hidden state alone. True where every GRU among them
    goes on as if nothing had happened, with two gates, and no LSTM does, with three.

    Numbers: by cell, such as ``gru_gates``, ``gru_states``, ``gru_lost``: the largest difference of a hidden state.
    """
    rows, fits = [], bool(models)
    numbers: dict[str, float] = {}
    for name in models:
        found = bench.model(name)
        network, ids = found.network, bench.read(found, text)
        cell = network.cell
        if not 0 < token < len(ids):
            raise UsageError(
                tr(
                    "token {token} must have words before and after it: the text has {count}",
                    token=token,
                    count=len(ids),
                )
            )
        whole = bench.run(network, ids)
        initial = {f"{part}.hidden_state": whole[f"{part}.hidden_state"][token - 1] for part in network.parts}
        rest = bench.run(network, ids[token:], initial=initial)
        lost = float(np.abs(rest.hidden - whole.hidden[token:]).max())
        gates = len(cell.unit_interval)
        numbers |= {f"{cell.name}_gates": gates, f"{cell.name}_states": len(cell.states), f"{cell.name}_lost": lost}
        states = tr(" and ").join(tr(state.replace("_", " ")) for state in cell.states)
        rows.append((cell.name.upper(), f"{gates}", states, decimal(lost)))
        fits &= (gates, lost <= _SAME) == {"rnn": (0, True), "gru": (2, True), "lstm": (3, False)}[cell.name]
    ends = [
        tr("the {cell} goes on unchanged", cell=row[0])
        if numbers[f"{row[0].lower()}_lost"] <= _SAME
        else tr("the {cell} goes on {lost} off", cell=row[0], lost=row[3])
        for row in rows
    ]
    sentence = tr("From the hidden state alone {ends}.", ends="; ".join(ends))
    columns = (tr("cell"), tr("gates"), tr("carried on"), tr("off without the rest"))
    return Measured("true" if fits else "false", numbers, columns, tuple(rows), sentence)


def entry_by_entry(
    bench: Bench, *, model: str, text: str, token: int = -1, units: tuple[int, ...] = tuple(range(9))
) -> Measured:
    """Does ⊙ multiply entry by entry, so that every unit's state meets its own gate only?

    At `token` of an LSTM the state before is raised by 1 in one of nine `units` after the other, everything else as it
    was: f ⊙ c must move in that unit alone, by its own forget gate. True where it does.

    Numbers: ``own``, the largest difference from the unit's own gate; ``others``, the most that another unit moves;
    ``matrix``, what a matrix product of the same two 3 × 3 blocks would differ by.
    """
    found = bench.model(model)
    network, ids = found.network, bench.read(found, text)
    if network.cell.name != "lstm":
        raise UsageError(tr("{model} has no forget gate and cell state: this is about LSTMs", model=model))
    if len(units) != 9:
        raise UsageError(tr("a grid of 3 × 3 takes nine units, not {count}", count=len(units)))
    trace = bench.run(network, ids)
    token %= len(ids)
    record = trace.records[network.default_part]
    h, c = record.hidden[token], record.cell[token]
    if min(units) < 0 or max(units) >= len(c):
        raise UsageError(tr("{model} has the units 0 … {count}", model=model, count=len(c) - 1))
    own, others = 0.0, 0.0
    plain = _cell_after(bench, network, ids[token], h, c)
    gates = trace["forget_gate"][token].astype(np.float64)
    for unit in units:
        raised = c.copy()
        raised[unit] += 1
        moved = (_cell_after(bench, network, ids[token], h, raised) - plain).astype(np.float64)
        own = max(own, abs(float(moved[unit] - gates[unit])))
        others = max(others, float(np.abs(np.delete(moved, unit)).max()))
    f, before = (values[list(units)].astype(np.float64).reshape(3, 3) for values in (gates, c))
    product = f * before
    matrix = float(np.abs(f @ before - product).max())
    rows = []
    for r in range(3):
        entries = (
            f"{decimal(f[r, k], 2)} × {decimal(before[r, k], 2)} = {decimal(product[r, k], 2)}" for k in range(3)
        )
        rows.append((", ".join(map(str, units[3 * r : 3 * r + 3])), *entries))
    numbers = {"own": own, "others": others, "matrix": matrix}
    sentence = tr(
        "A unit's state meets its own gate to {own} and moves no other by more than {others}; a matrix product would "
        "be {matrix} off.",
        own=decimal(own, 2),
        others=decimal(others, 2),
        matrix=decimal(matrix, 2),
    )
    true = own < 1e-5 and others <= _SAME
    return Measured("true" if true else "false", numbers, (tr("units"), "f × c", "", ""), tuple(rows), sentence)


def parameter_counts(bench: Bench, *, value: int = 64, inputs: int = 32) -> Measured:
    """Has an LSTM four times the weights of an RNN, and a GRU three times?

    Cells of `value` units and so many `inputs` are counted: with two biases a gate, as PyTorch has them, and as Keras
    does, with one bias but two in a GRU that resets after the product. True where the first are exactly 4 and 3 times,
    only if where no more than about.

    Numbers: ``rnn``, ``gru``, ``lstm`` with two biases, ``keras_`` in front otherwise; ``gru_times``, ``lstm_times``
    and ``keras_gru_times``, ``keras_lstm_times``.
    """
    numbers: dict[str, float] = {}
    rows = []
    for name, cell in CELLS.items():
        G, H = len(cell.gates), value
        layer = LayerParameters(np.zeros((G, H, inputs)), np.zeros((G, H, H)), np.zeros((G, H)), np.zeros((G, H)))
        count = Network(cell, Convention(), ((layer,),)).parameter_count()
        numbers |= {name: count, f"keras_{name}": count - (0 if name == "gru" else G * H)}
        rows.append((name.upper(), f"{G}", f"{count:,}", "", f"{int(numbers[f'keras_{name}']):,}", ""))
    for place, name in enumerate(CELLS):
        times = [numbers[f"{kind}{name}"] / numbers[f"{kind}rnn"] for kind in ("", "keras_")]
        numbers |= {f"{name}_times": times[0], f"keras_{name}_times": times[1]}
        row = rows[place]
        rows[place] = (*row[:3], f"{times[0]:.2f} ×", row[4], f"{times[1]:.2f} ×")
    verdict: Verdict = "false"
    if (numbers["lstm_times"], numbers["gru_times"]) == (4, 3):
        verdict = "true"
    elif round(numbers["lstm_times"]) == 4 and round(numbers["gru_times"]) == 3:
        verdict = "only if"
    sentence = tr(
        "With {value} units and {inputs} inputs an LSTM has {lstm_times:.2f} and a GRU {gru_times:.2f} times the "
        "weights of an RNN, as Keras counts them {keras_lstm_times:.2f} and {keras_gru_times:.2f} times.",
        value=value,
        inputs=inputs,
        lstm_times=numbers["lstm_times"],
        gru_times=numbers["gru_times"],
        keras_lstm_times=numbers["keras_lstm_times"],
        keras_gru_times=numbers["keras_gru_times"],
    )
    columns = (tr("cell"), tr("blocks"), tr("two biases"), tr("times"), tr("as in Keras"), tr("times"))
    return Measured(verdict, numbers, columns, tuple(rows), sentence)


def _cell_after(bench: Bench, network: Network, word: int, h: Array, c: Array) -> Array:
    """Return c (H,) after one word that is read from the states `h` and `c`."""
    part = network.default_part
    trace = bench.run(network, np.array([word]), initial={f"{part}.hidden_state": h, f"{part}.cell_state": c})
    found: Array = trace["cell_state"][0]
    return found


CHECKS = (same_weights, states_that_count, entry_by_entry, parameter_counts)
