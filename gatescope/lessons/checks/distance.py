"""How far back a result looks: which words it leans on, and whether an early one still decides."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from gatescope.analysis.connectivity import connectivity
from gatescope.analysis.targets import nearest
from gatescope.engine.network import Network
from gatescope.engine.read_out import read_out
from gatescope.errors import UsageError
from gatescope.lessons.card import Verdict
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.written import percent
from gatescope.lessons.verdict import Measured
from gatescope.words import tr


def leaning_on_last_words(
    bench: Bench,
    *,
    models: tuple[str, ...],
    text: str,
    other_models: tuple[str, ...] = (),
    other_text: str = "",
    value: int = 3,
    texts: tuple[str, ...] = (),
) -> Measured:
    """Does the first of some models lean on the last words more than the others do?

    For each of `models` ‖∂score/∂x‖ of the first read-out after the last word is taken at every word, and the share of
    the last `value` words in the sum; the mean over `text` and the further `texts`. The same is taken over `other_text`
    of `other_models`, which were trained on another task. True where the first model's share is the largest in every
    task, only if where it is in one of the two.

    Numbers: by model, such as ``sentiment_rnn``, the share.
    """
    tasks = [(models, (text, *texts))] + ([(other_models, (other_text,))] if other_models else [])
    numbers: dict[str, float] = {}
    rows, leads = [], []
    for names, over in tasks:
        shares = [_share_of_last(bench, name, over, value) for name in names]
        leads.append(all(shares[0] > share for share in shares[1:]))
        numbers |= {name.replace("-", "_"): share for name, share in zip(names, shares, strict=True)}
        rows += [(name, percent(share)) for name, share in zip(names, shares, strict=True)]
    verdict: Verdict = "true" if all(leads) else "only if" if any(leads) else "false"
    sentence = tr(
        "The last {value} words have {shares}.",
        value=value,
        shares=", ".join(tr("{share} in {model}", share=row[1], model=row[0]) for row in rows),
    )
    return Measured(
        verdict, numbers, (tr("model"), tr("share of the last {value} words", value=value)), tuple(rows), sentence
    )


def _share_of_last(bench: Bench, name: str, texts: tuple[str, ...], count: int) -> float:
    """Return the part of the last `count` words in what the first read-out depends on, the mean over `texts`."""
    found = bench.model(name)
    shares = []
    for one in texts:
        trace = bench.run(found.network, bench.read(found, one))
        target = nearest(found.network, None, trace.length)
        weights = connectivity(found.network, trace, target, executor=bench.executor).relative
        shares.append(float(weights[-count:].sum() / weights.sum()))
    return float(np.mean(shares))


def answer_by_distance(
    bench: Bench,
    *,
    models: tuple[str, ...],
    before: str,
    filler: str,
    after: str,
    answer: str,
    counts: tuple[int, ...] = (0, 10, 20, 30),
    value: int = 20,
    least: float = 0.5,
) -> Measured:
    """Does an early word still decide a late answer, with more and more words between?

    The text is `before`, then so many words of `filler` (repeated as need be), then `after`, for each of `counts` and
    for `value`. After the last word the probability of `answer` in the first read-out is taken in each of `models`.
    True where all of them give it `least` or more at `value` words, only if where some do.

    Numbers: by cell, such as ``gru_at_value``; ``gru_least``, the least over all counts.
    """
    lengths = sorted({*counts, value})
    fillers = filler.split()
    if not fillers:
        raise UsageError(tr("there is no word to fill with"))
    columns = (tr("model"), *(tr("{n} words", n=n) for n in lengths))
    rows, held_up = [], []
    numbers: dict[str, float] = {}
    for name in models:
        found = bench.model(name)
        probabilities = []
        for n in lengths:
            between = " ".join(fillers[k % len(fillers)] for k in range(n))
            trace = bench.run(found.network, bench.read(found, f"{before} {between} {after}"))
            probabilities.append(_probability(found.network, trace.hidden, answer))
        at_value = probabilities[lengths.index(value)]
        cell = found.network.cell.name
        numbers |= {f"{cell}_at_value": at_value, f"{cell}_least": min(probabilities)}
        held_up.append(at_value >= least)
        rows.append((name, *(percent(one) for one in probabilities)))
    verdict: Verdict = "true" if all(held_up) else "only if" if any(held_up) else "false"
    shares = ", ".join(tr("{share} in {model}", share=row[1 + lengths.index(value)], model=row[0]) for row in rows)
    sentence = tr("With {value} words between, “{answer}” has {shares}.", value=value, answer=answer, shares=shares)
    return Measured(verdict, numbers, columns, tuple(rows), sentence)


def _probability(network: Network, hidden: NDArray[np.floating], answer: str) -> float:
    """Return the probability of a label after the last word."""
    if not network.readouts or answer not in network.readouts[0].labels:
        labels = ", ".join(network.readouts[0].labels[:12]) if network.readouts else "none"
        raise UsageError(tr("no read-out has the label {answer!r}; there are {labels}", answer=answer, labels=labels))
    readout = network.readouts[0]
    row = read_out(network, hidden[-1:])[readout.name][0]
    place = readout.labels.index(answer)
    return float(row[place] if len(row) > 1 else row[0] if place else 1 - row[0])


CHECKS = (leaning_on_last_words, answer_by_distance)
