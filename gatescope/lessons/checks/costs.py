"""What the cells cost, and which of them learns best."""

from __future__ import annotations

import numpy as np

from gatescope.engine import executors
from gatescope.engine.cells import CELLS, Convention
from gatescope.engine.initialisers import initialise
from gatescope.engine.network import LayerParameters, Network
from gatescope.engine.step_time import step_time
from gatescope.lessons.card import Verdict
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.short_training import learn, recipe
from gatescope.lessons.checks.small_tasks import TASKS
from gatescope.lessons.checks.written import decimal, percent
from gatescope.lessons.verdict import Measured
from gatescope.progress import portion
from gatescope.words import tr

_TIMES = 5


def no_cell_always_wins(
    bench: Bench,
    *,
    value: int = 3,
    units: int = 64,
    remember_words: int = 40,
    weigh_words: int = 12,
    passes: int = 12,
    learning_units: int = 16,
) -> Measured:
    """Is an RNN the cheapest, a GRU a little cheaper than an LSTM, and none of them always the best?

    The time of a token in cells of so many `units` is measured, beside how many multiplications it takes. Then cells of
    `learning_units` units learn two tasks from `value` seeds each, all by the same recipe: to say the first of
    `remember_words` words again, and whether a sentence of `weigh_words` words has more good than bad ones. True where
    the RNN takes the least time, the GRU fewer multiplications than the LSTM, and different cells do best in the two.

    Numbers: by cell, such as ``gru_ns`` (a token), ``gru_products``, ``gru_remember`` and ``gru_weigh`` (right answers,
    the mean), ``gru_remember_spread`` (their standard deviation).
    """
    numbers: dict[str, float] = {}
    for name, nanoseconds in _token_times(bench, units).items():
        numbers |= {f"{name}_ns": nanoseconds, f"{name}_products": len(CELLS[name].gates) * 2 * units * units}
    runs = [(task, cell, seed) for task in TASKS for cell in CELLS for seed in range(value)]
    right: dict[str, list[float]] = {f"{cell}_{task}": [] for task in TASKS for cell in CELLS}
    lengths = {"remember": remember_words, "weigh": weigh_words}
    for place, (task, cell, seed) in enumerate(runs):
        how = recipe(cell, seed, passes, 0.01, units=learning_units, recurrent="orthogonal")
        share = portion(bench.report, place / len(runs), (place + 1) / len(runs))
        right[f"{cell}_{task}"].append(learn(bench, TASKS[task](lengths[task], seed), how, share).metric)
    for name, shares in right.items():
        numbers |= {name: float(np.mean(shares)), f"{name}_spread": float(np.std(shares))}
    best = {task: max((numbers[f"{cell}_{task}"], cell) for cell in CELLS)[1] for task in TASKS}
    rows = tuple(
        (
            cell.upper(),
            f"{decimal(numbers[f'{cell}_ns'])} ns",
            f"{int(numbers[f'{cell}_products']):,}",
            *(
                f"{percent(numbers[f'{cell}_{task}'])} ± {percent(numbers[f'{cell}_{task}_spread'])}"
                for task in ("remember", "weigh")
            ),
        )
        for cell in CELLS
    )
    cheapest = min(CELLS, key=lambda cell: numbers[f"{cell}_ns"]) == "rnn"
    cheaper = numbers["gru_products"] < numbers["lstm_products"]
    verdict: Verdict = "false"
    if cheapest and cheaper:
        verdict = "true" if len(set(best.values())) > 1 else "only if"
    sentence = tr(
        "A token takes an RNN {rnn_ns} ns, a GRU {gru_ns} ns and an LSTM {lstm_ns} ns; the {remember} remembers "
        "best, the {weigh} weighs best.",
        rnn_ns=decimal(numbers["rnn_ns"]),
        gru_ns=decimal(numbers["gru_ns"]),
        lstm_ns=decimal(numbers["lstm_ns"]),
        remember=best["remember"].upper(),
        weigh=best["weigh"].upper(),
    )
    columns = (
        tr("cell"),
        tr("a token, {units} units", units=units),
        tr("multiplications"),
        tr("remember, {remember_words} words", remember_words=remember_words),
        tr("weigh words"),
    )
    return Measured(verdict, numbers, columns, rows, sentence)


def _token_times(bench: Bench, units: int) -> dict[str, float]:
    """Return by cell the least nanoseconds that a token took; the cells take turns, to meet the same machine."""
    executor = bench.executor or executors.current()
    found = dict.fromkeys(CELLS, float("inf"))
    networks = {}
    for name, cell in CELLS.items():
        G = len(cell.gates)
        W, U = (np.stack([initialise("orthogonal", (units, units), seed) for _ in cell.gates]) for seed in (0, 1))
        zero = np.zeros((G, units), W.dtype)
        networks[name] = Network(cell, Convention(), ((LayerParameters(W, U, zero, zero),),))
    for _ in range(_TIMES):
        for name, network in networks.items():
            part = network.default_part
            layer = executor.layer(network.cell, network.convention, network.parameters(part))
            found[name] = min(found[name], step_time(network, {part: layer}))
    return found


CHECKS = (no_cell_always_wins,)
