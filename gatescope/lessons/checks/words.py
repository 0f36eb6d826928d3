"""What happens at some words and not at others: to gates, to units, to read-outs."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.engine.network import Network
from gatescope.engine.read_out import read_out
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.lessons.card import Verdict
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.written import decimal, signed
from gatescope.lessons.verdict import Measured
from gatescope.words import tr


def signals_at_words(
    bench: Bench,
    *,
    model: str,
    text: str,
    words: tuple[str, ...],
    higher: tuple[str, ...] = (),
    lower: tuple[str, ...] = (),
    units: tuple[int, ...] = (),
    texts: tuple[str, ...] = (),
    value: float = 0.0,
) -> Measured:
    """Do signals stand higher, or lower, at some words than elsewhere?

    Each signal of `higher` and of `lower` is averaged over `units` (all where none is named), at the `words` and at all
    the others, in `text` and in the further `texts`. Words are compared in small letters. True where every signal lies
    on its side by more than `value`, only if where some do.

    Numbers: by signal, such as ``forget_gate_there``, ``forget_gate_elsewhere``, ``forget_gate_change``; ``words``.
    """
    found = bench.model(model)
    wanted = {word.lower() for word in words}
    sums: dict[str, list[list[float]]] = {signal: [[], []] for signal in (*higher, *lower)}
    if not sums:
        raise UsageError(tr("no signal is named: give higher or lower"))
    for one in (text, *texts):
        trace = bench.run(found.network, bench.read(found, one))
        there = np.array([word.lower() in wanted for word in bench.words(found, one)])
        for signal, sides in sums.items():
            means = trace[signal][:, list(units) or slice(None)].mean(axis=1, dtype=np.float64)
            for side, which in zip(sides, (there, ~there), strict=True):
                side.extend(means[which].tolist())
    if not all(all(sides) for sides in sums.values()):
        raise UsageError(tr("the text must have {listed} and other words", listed=", ".join(words)))
    rows, on_side = [], []
    numbers: dict[str, float] = {"words": float(len(next(iter(sums.values()))[0]))}
    for signal, sides in sums.items():
        at, elsewhere = (float(np.mean(side)) for side in sides)
        change = at - elsewhere
        on_side.append((change if signal in higher else -change) > value)
        numbers |= {f"{signal}_there": at, f"{signal}_elsewhere": elsewhere, f"{signal}_change": change}
        rows.append((tr(signal.replace("_", " ")), decimal(at), decimal(elsewhere), signed(change, 3)))
    verdict: Verdict = "true" if all(on_side) else "only if" if any(on_side) else "false"
    parts = [
        tr(
            "the {signal} is {there} at these words and {elsewhere} elsewhere",
            signal=row[0],
            there=row[1],
            elsewhere=row[2],
        )
        for row in rows
    ]
    sentence = tr(" and ").join(parts) + "."
    columns = (tr("mean of the"), tr("at these words"), tr("elsewhere"), tr("difference"))
    return Measured(verdict, numbers, columns, tuple(rows), sentence[0].upper() + sentence[1:])


def read_out_at_words(
    bench: Bench, *, model: str, text: str, words: tuple[str, ...], texts: tuple[str, ...] = (), value: float = 2.0
) -> Measured:
    """Does the read-out move at some words more than at others?

    The first read-out is taken after every word of `text` and of the further `texts`; how far a word moves it is the
    difference from the word before, the first word of a text left out. True where the `words` move it by `value` times
    as much as the others on average.

    Numbers: ``there``, ``elsewhere``, the mean moves; ``times``, their ratio; ``last``, what is read out of `text`.
    """
    found = bench.model(model)
    wanted = {word.lower() for word in words}
    moves: tuple[list[float], list[float]] = ([], [])
    rows = []
    last = 0.0
    for place, one in enumerate((text, *texts)):
        trace = bench.run(found.network, bench.read(found, one))
        scores = _scores(found, found.network, trace.hidden)
        spelled = bench.words(found, one)
        for word, move in zip(spelled[1:], np.abs(np.diff(scores)).tolist(), strict=True):
            moves[word.lower() not in wanted].append(move)
        if place == 0:
            last = float(scores[-1])
            rows = [
                (f"“{word}”", f"{after:.2f}", signed(after - before, 2))
                for word, before, after in zip(spelled[1:], scores, scores[1:], strict=False)
                if word.lower() in wanted
            ]
    if not all(moves):
        raise UsageError(tr("the text must have {listed} and other words", listed=", ".join(words)))
    there, elsewhere = (float(np.mean(one)) for one in moves)
    times = there / elsewhere if elsewhere else float("inf")
    rows += [
        (tr("all {count} of these", count=len(moves[0])), "", decimal(there)),
        (tr("the {count} others", count=len(moves[1])), "", decimal(elsewhere)),
    ]
    sentence = tr(
        "One of these words moves the read-out by {there}, another one by {elsewhere}.",
        there=decimal(there),
        elsewhere=decimal(elsewhere),
    )
    numbers = {"there": there, "elsewhere": elsewhere, "times": times, "last": last}
    columns = (tr("word"), tr("read-out after it"), tr("moved by"))
    return Measured("true" if times >= value else "false", numbers, columns, tuple(rows), sentence)


def _scores(model: Model, network: Network, hidden: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return (T,) what the first read-out gives after every word: a probability, or the likeliest label's."""
    if not network.readouts:
        raise UsageError(tr("{name} has no read-out", name=model.name))
    table = read_out(network, hidden)[network.readouts[0].name].astype(np.float64)
    return table[:, 0] if table.shape[1] == 1 else table[:, int(table[-1].argmax())]


CHECKS = (signals_at_words, read_out_at_words)
