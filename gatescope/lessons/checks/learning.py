"""What saturation, explosion and dropout do to learning, in trainings of a second each."""

from __future__ import annotations

import numpy as np

from gatescope.analysis.time_scales import half_life
from gatescope.engine.network import Network
from gatescope.errors import UsageError
from gatescope.lessons.card import Verdict
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.short_training import Learned, learn, recipe
from gatescope.lessons.checks.small_tasks import remember_first, weigh_words
from gatescope.lessons.checks.written import decimal, percent
from gatescope.lessons.verdict import Measured
from gatescope.progress import portion
from gatescope.training.initial import untrained
from gatescope.words import tr

_LEARNT = 0.9
"""From this share of right answers on a task counts as learnt."""
_MORE = 0.3
"""So many more right answers, as a share, are no accident of one seed."""


def saturation_slows_learning(
    bench: Bench, *, value: float = 4.0, open_bias: float = 4.0, words: int = 30, passes: int = 10, seed: int = 0
) -> Measured:
    """Does saturation slow learning, and is a saturated forget gate needed to remember?

    An LSTM learns to say the first of four words again, by plain gradient descent: as it is drawn, and with the bias of
    every unit and gate pushed up or down by `value`, so that they start saturated. Then two learn it (by Adam) over so
    many `words`: one with the usual forget gate at first, and one whose forget gates are held open by a bias of
    `open_bias`, saturated on the side that keeps. True where every saturation slows; only if where the pushed one does,
    and the open forget gate is what lets the long memory be learnt.

    Numbers: ``saturated``, ``gradient`` (in the weights of the cell, at first) and ``right``, with ``pushed_`` in front
    for the pushed one; ``far_right``, ``open_right``, ``open_saturated``; ``half_life``, of a forget gate at 0.99.
    """
    if not 2 <= words <= 60:
        raise UsageError(tr("a memory over 2 to 60 words is learnt here, not over {words}", words=words))
    short, far = remember_first(4, seed), remember_first(words, seed)
    plain = recipe("lstm", seed, passes, 3.0, optimiser="sgd")
    slow = recipe("lstm", seed, 2 * passes, 0.02)
    shares = [portion(bench.report, k / 4, (k + 1) / 4) for k in range(4)]
    drawn = learn(bench, short, plain, shares[0])
    pushed = learn(bench, short, plain, shares[1], _pushed(untrained(plain, short), value, seed))
    usual = learn(bench, far, slow, shares[2])
    opened = learn(bench, far, slow, shares[3], _opened(untrained(slow, far), open_bias))
    rows = []
    for words_of, one in (
        (tr("as drawn, {words} words", words=4), drawn),
        (tr("all pushed by ±{value:g}, {words} words", value=value, words=4), pushed),
        (tr("as drawn, {words} words", words=words), usual),
        (tr("forget gates open, {words} words", words=words), opened),
    ):
        rows.append((words_of, percent(one.saturated), decimal(one.cell_gradient, 2), percent(one.metric)))
    numbers = {
        "saturated": drawn.saturated, "gradient": drawn.cell_gradient, "right": drawn.metric,
        "pushed_saturated": pushed.saturated, "pushed_gradient": pushed.cell_gradient, "pushed_right": pushed.metric,
        "far_right": usual.metric, "open_right": opened.metric, "open_saturated": opened.saturated,
        "half_life": float(half_life(np.array([0.99]))[0]),
    }  # fmt: skip
    slows = pushed.cell_gradient < drawn.cell_gradient / 2 and pushed.metric < _LEARNT <= drawn.metric
    needed = opened.metric >= usual.metric + _MORE
    verdict: Verdict = "false"
    if slows:
        verdict = "only if" if needed else "true"
    sentence = tr(
        "Pushed by ±{value:g}, {saturated} of the gate values are saturated, the first gradient in the cell is "
        "{cell_gradient} instead of {cell_gradient2}, and {metric} of the answers are right instead of {metric2}.",
        value=value,
        saturated=percent(pushed.saturated),
        cell_gradient=decimal(pushed.cell_gradient, 2),
        cell_gradient2=decimal(drawn.cell_gradient, 2),
        metric=percent(pushed.metric),
        metric2=percent(drawn.metric),
    )
    columns = (tr("start"), tr("saturated"), tr("first gradient"), tr("right"))
    return Measured(verdict, numbers, columns, tuple(rows), sentence, current=1)


def clipping_calms_training(
    bench: Bench,
    *,
    value: float = 1.5,
    words: int = 25,
    passes: int = 12,
    rate: float = 0.5,
    norm: float = 0.5,
    largest: float = 0.01,
    seed: int = 0,
    starts: int = 3,
) -> Measured:
    """Does an exploding gradient make training thrash, and does clipping cure it?

    An RNN whose recurrent matrix starts orthogonal times `value` learns by plain gradient descent to say the first of
    so many `words` again: without clipping, with every derivative cut to ±`largest`, and with the norm of all cut to
    `norm`. True where it is not learnt without and is with both; only if where with one of both. What thrashes ends
    anywhere, and elsewhere with every rounding: without clipping the mean over so many `starts` counts.

    Numbers: ``free_``, ``by_value_`` and ``by_norm_`` with ``right``, ``loss`` (in the end), ``jump`` (the largest rise
    of the loss) and ``norm`` (the largest gradient).
    """
    prepared = remember_first(words, seed)
    ways: tuple[tuple[str, str, float | None, float | None], ...] = (
        ("free", tr("off"), None, None),
        ("by_value", tr("by value, ±{largest:g}", largest=largest), None, largest),
        ("by_norm", tr("by norm, {norm:g}", norm=norm), norm, None),
    )
    rows, right = [], {}
    numbers: dict[str, float] = {}
    for place, (name, words_of, clip_norm, clip_value) in enumerate(ways):
        found = []
        count = starts if name == "free" else 1
        for k in range(count):
            how = recipe(
                "rnn", seed + k, passes, rate, optimiser="sgd", clip_norm=clip_norm, clip_value=clip_value, units=24,
                recurrent="orthogonal",
            )  # fmt: skip
            start = _stretched(untrained(how, prepared), value)
            share = portion(bench.report, (place + k / count) / 3, (place + (k + 1) / count) / 3)
            found.append(learn(bench, prepared, how, share, start))
        metric = float(np.mean([one.metric for one in found]))
        jump, most = max(one.largest_jump for one in found), max(max(one.norms) for one in found)
        numbers |= {
            f"{name}_right": metric, f"{name}_loss": float(np.mean([one.last_loss for one in found])),
            f"{name}_jump": jump, f"{name}_norm": most,
        }  # fmt: skip
        right[name] = metric >= _LEARNT
        rows.append((words_of, decimal(most), decimal(jump, 2), percent(metric)))
    cured = (right["by_value"], right["by_norm"])
    verdict: Verdict = "false"
    if not right["free"] and any(cured):
        verdict = "true" if all(cured) else "only if"
    sentence = tr(
        "Without clipping the loss rises by up to {free_jump} in a step, and {free_right} of the answers are right in "
        "the end, the mean of {starts} starts; clipped by value {by_value_right}, by norm {by_norm_right}.",
        free_jump=decimal(numbers["free_jump"], 2),
        free_right=percent(numbers["free_right"]),
        starts=starts,
        by_value_right=percent(numbers["by_value_right"]),
        by_norm_right=percent(numbers["by_norm_right"]),
    )
    columns = (tr("clipping"), tr("largest gradient"), tr("largest rise of the loss"), tr("right"))
    return Measured(verdict, numbers, columns, tuple(rows), sentence)


def dropout_against_overfitting(
    bench: Bench, *, value: float = 0.5, cell: str = "gru", seeds: int = 3, passes: int = 40, sentences: int = 150
) -> Measured:
    """Do words become vectors that say what they mean, and does dropout keep a network from learning by heart?

    A network learns from few sentences, a tenth of them with the wrong label, whether they have more good than bad
    words: without dropout, and with the share `value` of word vectors and states dropped; the mean over so many
    `seeds`. The vectors of the words start out at random. True where dropout leaves the lower loss on sentences that
    were held out, and good words end up closer to good words than to bad ones.

    Numbers: ``loss`` and ``held_out``, without and ``dropped_`` in front with dropout, after the last pass; ``alike``
    and ``apart``, the mean cosine of two words of one kind and of two kinds.
    """
    found: dict[float, list[Learned]] = {0.0: [], value: []}
    runs = [(seed, dropped) for seed in range(seeds) for dropped in found]
    cosines = []
    for place, (seed, dropped) in enumerate(runs):
        prepared = weigh_words(6, seed, sentences)
        share = portion(bench.report, place / len(runs), (place + 1) / len(runs))
        how = recipe(cell, seed, passes, 0.01, clip_norm=5.0, units=32, dropout=dropped)
        one = learn(bench, prepared, how, share)
        found[dropped].append(one)
        cosines.append(_cosines(one.network))
    alike, apart = (float(one) for one in np.mean(cosines, axis=0))
    numbers = {"alike": alike, "apart": apart}
    rows = []
    for name, dropped in (("", 0.0), ("dropped_", value)):
        loss = float(np.mean([one.last_loss for one in found[dropped]]))
        held_out = float(np.mean([one.held_out[-1] for one in found[dropped]]))
        best = float(np.mean([min(one.held_out) for one in found[dropped]]))
        numbers |= {f"{name}loss": loss, f"{name}held_out": held_out}
        rows.append((percent(dropped), decimal(loss, 2), decimal(best, 2), decimal(held_out, 2)))
    sentence = tr(
        "On held-out sentences the loss ends at {held_out} without dropout and at {dropped_held_out} with it; words "
        "of one kind have a mean cosine of {alike}, of two kinds {apart}.",
        held_out=decimal(numbers["held_out"], 2),
        dropped_held_out=decimal(numbers["dropped_held_out"], 2),
        alike=decimal(alike, 2),
        apart=decimal(apart, 2),
    )
    true = numbers["dropped_held_out"] < numbers["held_out"] and alike > apart
    columns = (tr("dropout"), tr("training loss"), tr("held out, at best"), tr("held out, in the end"))
    return Measured("true" if true else "false", numbers, columns, tuple(rows), sentence, current=1)


def _pushed(network: Network, by: float, seed: int) -> Network:
    """Return the network with every bias of its cells moved by +`by` or −`by`."""
    rng = np.random.default_rng([seed, 3])
    for gate in network.cell.gates:
        key = f"{network.default_part}.b_x.{gate}"
        bias = network.array(key)
        network = network.with_array(key, bias + by * rng.choice((-1.0, 1.0), bias.shape))
    return network


def _opened(network: Network, bias: float) -> Network:
    key = f"{network.default_part}.b_x.forget_gate"
    return network.with_array(key, np.full_like(network.array(key), bias))


def _stretched(network: Network, gain: float) -> Network:
    """Return the network with its recurrent matrices and those of its inputs multiplied."""
    for matrix in ("U", "W"):
        for gate in network.cell.gates:
            key = f"{network.default_part}.{matrix}.{gate}"
            network = network.with_array(key, network.array(key) * gain)
    return network


def _cosines(network: Network) -> tuple[float, float]:
    """Return the mean cosine of two words of one half of the vocabulary, and of two of different halves."""
    assert network.embedding is not None
    vectors = network.embedding.astype(np.float64)
    vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    table, half = vectors @ vectors.T, len(vectors) // 2
    pairs = np.triu_indices(half, 1)
    alike = np.concatenate([table[:half, :half][pairs], table[half:, half:][pairs]])
    return float(alike.mean()), float(table[:half, half:].mean())


CHECKS = (saturation_slows_learning, clipping_calms_training, dropout_against_overfitting)
