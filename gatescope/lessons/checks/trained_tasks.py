"""What networks of the tasks "recall" and "agreement" hold of them, on sentences that the task holds out."""

from __future__ import annotations

import numpy as np

from gatescope.engine.executors import current
from gatescope.errors import UsageError
from gatescope.formats.core.model import Model
from gatescope.lessons.card import Verdict
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.written import decimal, percent
from gatescope.lessons.verdict import Measured
from gatescope.training.probing.number_units import accuracy, number_units
from gatescope.training.probing.recall_by_distance import accuracies
from gatescope.words import tr

_RIGHT = 0.9
"""The share of right answers from which a model is said to recall."""
_TASK = "task"


def recall_by_training(
    bench: Bench,
    *,
    models: tuple[str, ...],
    others: tuple[str, ...] = (),
    value: int = 50,
    distances: tuple[int, ...] = (10, 30),
    count: int = 100,
) -> Measured:
    """Does the first of some models fail to recall over `value` words what the others recall, however it was trained?

    All are models of the task “recall”: `models` were trained in one way, `others` are of the first one's cell, trained
    in other ways. Each is asked for the language in `count` held-out sentences, with so many words after the country:
    each of `distances`, and `value`. True where the first one is right in less than 90 % and all others of `models` in
    90 % or more, and so are none of `others`; only if where some of those are.

    Numbers: by model, such as ``recall_lstm``, the share of right answers at `value`; ``chance``.
    """
    asked = sorted({*distances, value})
    shares: dict[str, float] = {}
    rows: list[tuple[str, ...]] = []
    for name in (*models, *others):
        found = _of_task(bench, name, "recall")
        bench.report(len(rows) / (len(models) + len(others)))
        right = accuracies(found.network, asked, count, bench.executor or current())
        shares[name] = right[value]
        rows.append((name, *(percent(right[distance]) for distance in asked)))
    first, *rest = (shares[name] for name in models)
    fails = first < _RIGHT and all(share >= _RIGHT for share in rest)
    some_way = any(shares[name] >= _RIGHT for name in others)
    verdict: Verdict = ("only if" if some_way else "true") if fails else "false"
    labels = len(bench.model(models[0]).network.readouts[0].labels)
    numbers = {name.replace("-", "_"): share for name, share in shares.items()} | {"chance": 1 / labels}
    ends = [tr("{name} is right in {share}", name=name, share=percent(share)) for name, share in shares.items()]
    sentence = tr("Over {value} words {ends}.", value=value, ends=", ".join(ends))
    return Measured(verdict, numbers, (tr("model"), *(tr("{d} words", d=d) for d in asked)), tuple(rows), sentence)


def unit_of_number(
    bench: Bench,
    *,
    model: str,
    text: str,
    subjects: tuple[str, ...],
    boundaries: tuple[str, ...] = (",", "but", "and"),
    texts: tuple[str, ...] = (),
    value: int = 3,
    count: int = 200,
) -> Measured:
    """Does the unit that holds the number of the subject forget and take in anew at a new subject?

    The unit is the one of an LSTM of the task “agreement” whose state goes most with the number of the subject over
    held-out sentences. Its forget and input gates are averaged over the new `subjects` in `text` and the further
    `texts`, over the `boundaries` between clauses, and over all other words. Then the two units that go with the number
    most are taken out, and the two that go with it least, and the share of right verbs is taken with `value` nouns of
    the other number between subject and verb. True where the forget gate is lower and the input gate higher at a new
    subject than at other words; only if where the forget gate is lower there, or at the boundary before.

    Numbers: ``unit``, ``correlation``; ``forget_subject``, ``forget_boundary``, ``forget_elsewhere``, and the same of
    ``input``; ``right``, ``without_found``, ``without_others``.
    """
    found = _of_task(bench, model, "agreement")
    if found.network.cell.name != "lstm":
        raise UsageError(tr("{model} has no forget gate: give an LSTM", model=model))
    executor = bench.executor or current()
    correlations = number_units(found.network, executor)
    order = correlations.order.tolist()
    unit = order[0]
    bench.report(0.3)
    gates: dict[str, dict[str, list[float]]] = {"forget": {}, "input": {}}
    for one in (text, *texts):
        trace = bench.run(found.network, bench.read(found, one))
        spelled = [word.lower() for word in bench.words(found, one)]
        # The first clause's own subject is no new one.
        new = next((k for k, word in enumerate(spelled) if word in boundaries), 0)
        places = [
            "boundary" if w in boundaries else "subject" if w in subjects and k > new else ""
            for k, w in enumerate(spelled)
        ]
        for gate, sides in gates.items():
            for place, at in zip(places, trace[f"{gate}_gate"][:, unit].tolist(), strict=True):
                sides.setdefault(place or "elsewhere", []).append(at)
    if not {"subject", "boundary"} <= gates["forget"].keys():
        raise UsageError(
            tr(
                "a text must have one of {listed} and after it one of {listed2}",
                listed=", ".join(boundaries),
                listed2=", ".join(subjects),
            )
        )
    means = {f"{gate}_{place}": float(np.mean(v)) for gate, sides in gates.items() for place, v in sides.items()}
    bench.report(0.5)
    right, thinned, other = (
        accuracy(found.network, value, without=units, count=count, executor=executor)
        for units in ((), order[:2], order[-2:])
    )
    forgets, takes_in = (
        means["forget_subject"] < means["forget_elsewhere"],
        means["input_subject"] > means["input_elsewhere"],
    )
    early = means["forget_boundary"] < means["forget_elsewhere"]
    verdict: Verdict = "true" if forgets and takes_in else "only if" if forgets or early else "false"
    kinds = ("boundary", "subject", "elsewhere")
    rows = [
        (
            tr("{gate} of unit {unit}", gate=tr("forget gate" if gate == "forget" else "input gate"), unit=unit),
            *(decimal(means[f"{gate}_{kind}"]) for kind in kinds),
        )
        for gate in gates
    ]
    rows += [
        (tr("right verbs, {value} nouns between", value=value), percent(right), "", ""),
        (tr("without units {order} and {order2}", order=order[0], order2=order[1]), percent(thinned), "", ""),
        (tr("without units {order} and {order2}", order=order[-2], order2=order[-1]), percent(other), "", ""),
    ]
    numbers = means | {
        "unit": float(unit),
        "correlation": float(abs(correlations.correlations[unit])),
        "right": right,
        "without_found": thinned,
        "without_others": other,
    }
    sentence = tr(
        "The forget gate of unit {unit} is {forget_boundary} where a clause ends, {forget_subject} at the new "
        "subject and {forget_elsewhere} elsewhere.",
        unit=unit,
        forget_boundary=decimal(means["forget_boundary"]),
        forget_subject=decimal(means["forget_subject"]),
        forget_elsewhere=decimal(means["forget_elsewhere"]),
    )
    return Measured(
        verdict, numbers, ("", tr("between clauses"), tr("new subject"), tr("elsewhere")), tuple(rows), sentence
    )


def _of_task(bench: Bench, name: str, task: str) -> Model:
    found = bench.model(name)
    if found.card.get(_TASK) != task:
        raise UsageError(tr("{name} is no model of the task {task}", name=name, task=task))
    return found


CHECKS = (recall_by_training, unit_of_number)
