"""A state that is kept: by gates that are held, for any length; and what a reset gate does to it."""

from __future__ import annotations

import numpy as np

from gatescope.engine.exact_number import exact
from gatescope.engine.network import Array, Network
from gatescope.errors import UsageError
from gatescope.lessons.card import Verdict
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.written import decimal, percent
from gatescope.lessons.verdict import Measured
from gatescope.words import tr

_SAME = 1e-6


def state_stays(
    bench: Bench, *, model: str, text: str, hold: tuple[str, ...], state: str, token: int = 4, value: int = 1000
) -> Measured:
    """Does a state stay exactly as it is while gates are held, for any number of words?

    The text is repeated up to `value` words. From `token` on the signals of `hold` are held (their own tokens do not
    count), and the `state` before is compared with the one at the end. True where no unit has moved.

    Numbers: ``change``, the largest of a unit; ``free_change``, the same with nothing held; ``words``.
    """
    found = bench.model(model)
    network, ids = found.network, bench.read(found, text)
    if state not in network.cell.states:
        raise UsageError(
            tr("{model} has no {state}, only {listed}", model=model, state=state, listed=", ".join(network.cell.states))
        )
    token = token % len(ids)
    if not 0 < token < value:
        raise UsageError(
            tr("token {token} must have words before and after it: there are {value}", token=token, value=value)
        )
    ids = np.resize(ids, value)
    where = f"@t{token}-{value - 1}"
    rows, changes = [], {}
    for name, clamps in (("held", tuple(one.split("@")[0] + where for one in hold)), ("free", ())):
        values = bench.run(network, ids, hold=clamps)[state].astype(np.float64)
        before, after = values[token - 1], values[-1]
        changes[name] = float(np.abs(after - before).max())
        size = percent(float(np.linalg.norm(after) / np.linalg.norm(before)))
        rows.append((tr("the gates") if name == "held" else tr("nothing"), size, decimal(changes[name])))
    numbers = {"change": changes["held"], "free_change": changes["free"], "words": value - token}
    shown = tr(state.replace("_", " "))
    sentence = tr(
        "Over {value:,} words the {shown} moves by {change} while the gates are held, and by {free_change} while "
        "they are not.",
        value=value - token,
        shown=shown,
        change=decimal(changes["held"]),
        free_change=decimal(changes["free"]),
    )
    columns = (tr("held"), tr("size of the {shown}", shown=shown), tr("largest change of a unit"))
    return Measured("true" if changes["held"] <= _SAME else "false", numbers, columns, tuple(rows), sentence)


def reset_gate(bench: Bench, *, model: str, text: str, token: int = -1, value: float = 0.0) -> Measured:
    """Does a reset gate at 0 wash the past out of a GRU?

    One word is read from two pasts: the state that the words before it left, and the same with every sign turned. With
    the reset gate held at `value`, the difference that the pasts make is taken in the candidate and in the new state:
    with the update gate as it is, held at 1 and held at 0. True where the pasts make no difference to the new state
    whatever the update gate does; only if where they make none to the candidate.

    Numbers: ``candidate``, ``state``, ``state_z1``, ``state_z0``: the largest difference of a unit; ``free`` in front
    of the first two: with no gate held; ``kept``, the largest change of the state with r and z held at 0 and 1.
    """
    found = bench.model(model)
    network, ids = found.network, bench.read(found, text)
    if network.cell.name != "gru":
        raise UsageError(tr("{model} has no reset gate: this is about GRUs", model=model))
    token %= len(ids)
    if token == 0:
        raise UsageError(tr("the first word has no past: choose a later token"))
    past = bench.run(network, ids[:token])["hidden_state"][-1]
    reset = f"reset_gate={exact(value)}"
    rows = []
    numbers: dict[str, float] = {}
    settings = (
        ("free_", tr("as trained"), ()),
        ("", f"r = {value:g}", (reset,)),
        ("z1_", f"r = {value:g}, z = 1", (reset, "update_gate=1")),
        ("z0_", f"r = {value:g}, z = 0", (reset, "update_gate=0")),
    )
    for name, words, hold in settings:
        signals = [_one_word(bench, network, ids[token], start, hold) for start in (past, -past)]
        candidate, state = (float(np.abs(one - other).max()) for one, other in zip(*signals, strict=True))
        numbers |= {f"{name}candidate": candidate, f"{name}state": state}
        rows.append((words, decimal(candidate), decimal(state)))
        if name == "z1_":
            numbers["kept"] = float(np.abs(signals[0][1] - past).max())
    washed = {name: numbers[f"{name}state"] <= _SAME for name in ("", "z1_", "z0_")}
    verdict: Verdict = "false"
    if all(washed.values()):
        verdict = "true"
    elif numbers["candidate"] <= _SAME:
        verdict = "only if"
    sentence = tr(
        "With the reset gate at {value:g}, the past moves the candidate by {candidate}, but the new state by {state}.",
        value=value,
        candidate=decimal(numbers["candidate"]),
        state=decimal(numbers["state"]),
    )
    columns = (tr("held"), tr("past in the candidate"), tr("past in the new state"))
    return Measured(verdict, numbers, columns, tuple(rows), sentence, current=1)


def _one_word(bench: Bench, network: Network, word: int, past: Array, hold: tuple[str, ...]) -> tuple[Array, Array]:
    """Return the candidate and the state (H,) after one word that is read from the state `past`."""
    initial = {f"{network.default_part}.hidden_state": past}
    trace = bench.run(network, np.array([word]), initial=initial, hold=hold)
    return trace["candidate"][0], trace["hidden_state"][0]


CHECKS = (state_stays, reset_gate)
