"""How much of a gradient arrives: along the state that a gate keeps, and through one matrix again and again."""

from __future__ import annotations

from gatescope.analysis.factors import direct_path
from gatescope.analysis.gradients import gradients
from gatescope.analysis.targets import nearest
from gatescope.analysis.time_scales import KEEPING_GATE
from gatescope.engine.exact_number import exact
from gatescope.engine.network import Network
from gatescope.engine.trace import Trace
from gatescope.errors import UsageError
from gatescope.lessons.card import Verdict
from gatescope.lessons.checks.bench import Bench
from gatescope.lessons.checks.written import decimal, percent
from gatescope.lessons.verdict import Measured
from gatescope.words import tr

_VANISHED = 0.1
"""Less than this share of a gradient at the first token is called vanished."""


def gradient_along_state(bench: Bench, *, model: str, text: str, value: float = 1.0) -> Measured:
    """Does the gradient along the state survive: in the model as trained, and with the keeping gate held?

    The keeping gate is f of an LSTM and z of a GRU. The share of the gradient at the last token that arrives at the
    first is taken along the state alone (the product of the gates) and on all paths, as trained, with the gate held at
    `value`, and held at 1. True where it survives in the model as trained, only if where it takes the held gate.

    Numbers: ``mean_gate``; ``trained_direct``, ``trained_all``, ``trained_read_out``, and the same with ``held_`` and
    ``open_`` in front; ``words``.
    """
    found = bench.model(model)
    network, ids = found.network, bench.read(found, text)
    gate = KEEPING_GATE.get(network.cell.name)
    if gate is None:
        raise UsageError(tr("{model} is an RNN, which has no gate that keeps its state", model=model))
    short = "f" if network.cell.name == "lstm" else "z"
    free = bench.run(network, ids)
    runs = {"trained": free, "held": None, "open": None}
    for name, held_at in (("held", value), ("open", 1.0)):
        runs[name] = bench.run(network, ids, hold=(f"{gate}={exact(held_at)}",))
    numbers = {"mean_gate": float(free[gate][1:].mean() if len(ids) > 1 else free[gate].mean()), "words": len(ids)}
    heads = {
        "trained": tr("as trained, mean {mean}", mean=decimal(numbers["mean_gate"], 2)),
        "held": tr("held at {value:.2f}", value=value),
        "open": tr("held at {value:.2f}", value=1.0),
    }
    rows = []
    for name, trace in runs.items():
        assert trace is not None
        path, whole = _along_state(network, trace), _on_all_paths(network, trace)
        score = bench.read_out(network, trace) if network.readouts else float("nan")
        numbers |= {f"{name}_direct": path, f"{name}_all": whole, f"{name}_read_out": score}
        rows.append((heads[name], percent(path), percent(whole), f"{score:.2f}" if network.readouts else "–"))
    verdict: Verdict = "false"
    if numbers["open_direct"] >= _VANISHED:
        verdict = "true" if numbers["trained_direct"] >= _VANISHED else "only if"
    state = "c" if network.cell.name == "lstm" else "h"
    sentence = tr(
        "Of the gradient at the last word {trained_direct} arrives at the first along {state} alone as trained, "
        "{held_direct} with {short} held at {value:.2f}.",
        trained_direct=percent(numbers["trained_direct"]),
        state=state,
        held_direct=percent(numbers["held_direct"]),
        short=short,
        value=value,
    )
    columns = (f"{gate.replace('_', ' ')}s", tr("along {state} alone", state=state), tr("on all paths"), tr("read-out"))
    return Measured(verdict, numbers, columns, tuple(rows), sentence, current=1)


def _along_state(network: Network, trace: Trace) -> float:
    """Return the norm of the products of the keeping gate from the first token to the last, over that of ones."""
    norms = direct_path(network, trace).log10_norm
    return float(10 ** (norms[0] - norms[-1]))


def _on_all_paths(network: Network, trace: Trace) -> float:
    """Return ‖∂L/∂s₁‖ / ‖∂L/∂s_T‖ of the state s that the cell carries, of the first read-out's score."""
    state = "cell_state" if network.cell.name == "lstm" else "hidden_state"
    found = gradients(network, trace, nearest(network, None, trace.length)).log10_norm(f"grad.{state}")
    return float(10 ** (found[0] - found[-1]))


CHECKS = (gradient_along_state,)
