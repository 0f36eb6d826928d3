"""Graphs of ONNX by hand, with cells as operators or in a Scan; onnxruntime has the numbers."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tests.differential.drawn import Drawn, Recorded
from tests.formats.onnx.models import GATES, by_onnxruntime, info, model, node

pytest.importorskip("onnx", reason="the onnx package is not installed; it writes the models")
pytest.importorskip("onnxruntime", reason="onnxruntime is not installed; it has the numbers")
TOKENS, ROWS = 7, 9
_FAR = 1 << 40


@dataclass
class _Graph:
    """A graph that grows along one value of shape (T, 1, `width`).

    Attributes:
        turned: the tokens are in the other order than in the input.
        cells: name → values of X and Y, directions, and whether the tokens were turned before it.
    """

    rng: random.Random
    numbers: np.random.Generator
    value: str
    width: int
    nodes: list[Any] = field(default_factory=list)
    tensors: dict[str, Any] = field(default_factory=dict)
    turned: bool = False
    story: list[str] = field(default_factory=list)
    cells: dict[str, tuple[str, str, str, bool]] = field(default_factory=dict)

    def tensor(self, *shape: int, low: float = -0.9, high: float = 0.9) -> str:
        return self.constant(self.numbers.uniform(low, high, shape).astype(np.float32))

    def constant(self, value: Any) -> str:
        name = f"t{len(self.tensors)}"
        self.tensors[name] = np.asarray(value)
        return name

    def add(self, operator: str, *more: str, first: bool = True, **attributes: Any) -> None:
        """Put an operator on the value; `more` are its other inputs."""
        inputs = (self.value, *more) if first else (*more, self.value)
        out = f"v{len(self.nodes)}"
        self.nodes.append(node(operator, " ".join(inputs), out, **attributes))
        self.value = out
        self.story.append(operator)


def _arithmetic(operator: str) -> Callable[[_Graph], None]:
    return lambda g: g.add(operator, g.tensor(g.width, low=1.2, high=2.0))


def _matmul(g: _Graph) -> None:
    out = g.rng.choice((g.width, 4))
    g.add("MatMul", g.tensor(g.width, out))
    g.width = out


def _norm(g: _Graph) -> None:
    g.add("LayerNormalization", g.tensor(g.width, low=0.5), g.tensor(g.width))


def _picked(g: _Graph) -> None:
    order = list(range(g.width))
    g.rng.shuffle(order)
    g.add("Gather", g.constant(order), axis=2)


def _ends(g: _Graph, start: int, end: int, axis: int, step: int = 1) -> tuple[str, ...]:
    return tuple(g.constant(np.array([n], np.int64)) for n in (start, end, axis, step))


def _cut(g: _Graph) -> None:
    g.add("Slice", *_ends(g, 1, _FAR, 0))


def _every_other(g: _Graph) -> None:
    g.add("Slice", *_ends(g, 0, _FAR, 0, 2))


def _doubled(g: _Graph) -> None:
    g.nodes.append(node("Concat", f"{g.value} {g.value}", f"v{len(g.nodes)}", axis=2))
    g.value, g.width = f"v{len(g.nodes) - 1}", 2 * g.width
    g.story.append("Concat")


def _gated(g: _Graph) -> None:
    before = g.value
    g.add("Sigmoid")
    g.add("Mul", before)


def _convolved(g: _Graph) -> None:
    g.add("Transpose", perm=[1, 2, 0])
    g.add("Conv", g.tensor(g.width, g.width, 3), pads=[1, 1])
    g.add("Transpose", perm=[2, 0, 1])


def _padded(g: _Graph) -> None:
    g.add("Pad", g.constant(np.array([1, 0, 0, 0, 0, 0])))


def _other_batch(g: _Graph) -> None:
    """Time and features change places: no longer a sequence of the same tokens."""
    g.add("Transpose", perm=[2, 1, 0])
    g.add("Reshape", g.constant(np.array([-1, 1, g.width])))


CHANGING: dict[str, Callable[[_Graph], None]] = {
    **{operator: _arithmetic(operator) for operator in ("Sub", "Div", "Mul", "Add", "PRelu")},
    **{operator: (lambda g, operator=operator: g.add(operator)) for operator in ("Relu", "Tanh", "Abs", "Softsign")},
    "MatMul": _matmul, "LayerNormalization": _norm, "Gather": _picked, "Slice": _cut, "Slice by two": _every_other,
    "Concat": _doubled, "gate": _gated, "Conv": _convolved, "Pad": _padded, "other batch": _other_batch,
    "CumSum": lambda g: g.add("CumSum", g.constant(np.array(0))),
    "Softmax": lambda g: g.add("Softmax", axis=-1),
    "Clip": lambda g: g.add("Clip", g.constant(np.float32(-0.3)), g.constant(np.float32(0.3))),
}  # fmt: skip


def _turned(g: _Graph) -> None:
    if g.rng.random() < 0.5:
        g.add("Slice", *_ends(g, -1, -_FAR, 0, -1))
        g.turned = not g.turned
        return
    # The lengths as tf2onnx makes them, of the sequence's own shape.
    g.nodes.append(node("Shape", g.value, f"n{len(g.nodes)}", start=0, end=1))
    g.add("ReverseSequence", f"n{len(g.nodes) - 1}", time_axis=0, batch_axis=1)
    g.turned = not g.turned


def _there_and_back(g: _Graph) -> None:
    g.add("Transpose", perm=[1, 0, 2])
    g.add("Identity")
    g.add("Transpose", perm=[1, 0, 2])


def _flat(g: _Graph) -> None:
    g.add("Squeeze", g.constant(np.array([1])))
    g.add("Unsqueeze", g.constant(np.array([1])))


NEUTRAL: dict[str, Callable[[_Graph], None]] = {
    "turned": _turned, "there and back": _there_and_back, "flat": _flat, "Identity": lambda g: g.add("Identity"),
    "Reshape": lambda g: g.add("Reshape", g.constant(np.array([0, 0, -1]))),
    "all": lambda g: g.add("Slice", *_ends(g, 0, _FAR, 0)),
}  # fmt: skip


def drawn(seed: int, folder: Path) -> Drawn:
    """Draw a graph and write it into `folder`."""
    rng, numbers = random.Random(seed), np.random.default_rng(seed)
    ids, inputs = rng.random() < 0.25, rng.choice((3, 4))
    graph = _Graph(rng, numbers, "x", inputs)
    if ids:
        graph.add("Gather", graph.tensor(ROWS, inputs), first=False)
    _between(graph, 0.4)
    for number in range(rng.choice((1, 1, 2, 2))):
        (_scan if rng.random() < 0.25 else _cell)(graph, f"cell_{number}")
        _between(graph, 0.3)
    if rng.random() < 0.4:
        graph.add("MatMul", graph.tensor(graph.width, 3))
        graph.add("Softmax", axis=-1)
    start = info("x", (TOKENS, 1), np.int64) if ids else info("x", (TOKENS, 1, inputs))
    proto = model(graph.nodes, [start], [graph.value], graph.tensors, 17)
    path = folder / "model.onnx"
    path.write_bytes(proto.SerializeToString())
    x = numbers.integers(0, ROWS, TOKENS) if ids else numbers.normal(size=(TOKENS, inputs)).astype(np.float32)
    told = [value for X, Y, _, _ in graph.cells.values() for value in (X, Y)]
    shown = model(
        [*graph.nodes, *(node("Identity", v, f"{v}_seen") for v in dict.fromkeys(told))],
        [start],
        [f"{v}_seen" for v in dict.fromkeys(told)],
        graph.tensors,
        17,
    )
    seen = dict(zip(dict.fromkeys(told), by_onnxruntime(shown, x=x[:, None]), strict=True))
    recorded = {name: _recorded(seen[X], seen[Y], turned) for name, (X, Y, _, turned) in graph.cells.items()}
    return Drawn(path, f"onnx: {'ids, ' if ids else ''}{', '.join(graph.story)}", x, recorded)


def _recorded(x: Any, y: Any, turned: bool) -> Recorded:
    """Y is (T, D, 1, H), or (T, 1, H) out of a Scan."""
    parts = [y[:, 0]] if y.ndim == 3 else [y[:, d, 0] for d in range(y.shape[1])]
    if turned:
        parts = [part[::-1] for part in reversed(parts)]
    return Recorded(x[::-1, 0] if turned else x[:, 0], np.hstack(parts))


def _between(g: _Graph, chance: float) -> None:
    while g.rng.random() < chance:
        table = CHANGING if g.rng.random() < 0.6 else NEUTRAL
        table[g.rng.choice(list(table))](g)


def _cell(g: _Graph, name: str) -> None:
    rng = g.rng
    operator, units = rng.choice(("RNN", "GRU", "LSTM")), rng.choice((3, 4))
    direction = rng.choice(("forward", "forward", "reverse", "bidirectional"))
    count = 2 if direction == "bidirectional" else 1
    rows = GATES[operator] * units
    given = [g.tensor(count, rows, g.width), g.tensor(count, rows, units)]
    given.append(g.tensor(count, 2 * rows) if rng.random() < 0.8 else "-")
    options: dict[str, Any] = {"hidden_size": units, "direction": direction, "name": name}
    if rng.random() < 0.3:
        lists = {"RNN": ["Relu"], "GRU": ["HardSigmoid", "Softsign"], "LSTM": ["HardSigmoid", "Tanh", "Relu"]}
        options["activations"] = lists[operator] * count
    if operator == "GRU":
        options["linear_before_reset"] = rng.choice((0, 1))
    if rng.random() < 0.15:
        options["clip"] = 0.5
    given.append(g.constant(np.array([rng.choice((TOKENS, 3))], np.int32)) if _whole(g) and rng.random() < 0.1 else "-")
    if rng.random() < 0.2:
        scale = rng.choice((0.0, 1.0))
        given.append(g.constant(np.full((count, 1, units), 0.5 * scale, np.float32)))
        if operator == "LSTM":
            given.append(g.constant(np.full((count, 1, units), -0.5 * scale, np.float32)))
    if operator == "LSTM" and rng.random() < 0.2:
        given += ["-"] * (7 - 1 - len(given))
        given.append(g.tensor(count, 3 * units))
    before, turned = g.value, g.turned
    g.add(operator, *given, **options)
    g.cells[name] = (before, g.value, direction, turned)
    g.width = count * units
    if count == 1:
        g.add("Squeeze", g.constant(np.array([1])))
    else:
        g.add("Transpose", perm=[0, 2, 1, 3])
        g.add("Reshape", g.constant(np.array([0, 0, -1])))


def _whole(g: _Graph) -> bool:
    """Return whether there are as many tokens as in the input."""
    return not any(name in g.story for name in ("Slice", "Pad", "Reshape"))


def _scan(g: _Graph, name: str) -> None:
    """A cell of single operators in the body of a Scan; one in three times with something that no cell has."""
    from onnx import helper

    rng, units = g.rng, g.rng.choice((3, 4))
    kind = rng.choice(("RNN", "GRU"))
    gates = GATES[kind]
    K, R, b, d = (
        g.tensor(*shape) for shape in ((g.width, gates * units), (units, gates * units), *[(gates * units,)] * 2)
    )
    parts = [f"MatMul x_t {K} xk", f"Add xk {b} a", f"MatMul h {R} hr", f"Add hr {d} e"]
    if kind == "GRU":
        parts += [
            "Split a a1 a2 a3", "Split e e1 e2 e3", "Add a1 e1 rp", "Sigmoid rp r", "Add a2 e2 zp", "Sigmoid zp z",
            "Mul r e3 re", "Add a3 re np", "Tanh np n", "Sub h n hn", "Mul z hn zh", "Add n zh made",
        ]  # fmt: skip
    else:
        parts += ["Add a e p", f"{rng.choice(('Tanh', 'Relu'))} p made"]
    strange = rng.random() < 0.3
    parts.append(f"{'Abs' if strange else 'Identity'} made new")
    body = []
    for part in parts:
        operator, *values = part.split()
        outputs = 3 if operator == "Split" else 1
        more = {"axis": 1} if operator == "Split" else {}
        body.append(helper.make_node(operator, values[:-outputs], values[-outputs:], **more))
    body.append(node("Identity", "new", "y_t"))
    formals = [info("h", (1, units)), info("x_t", (1, g.width))]
    results = [info("new", (1, units)), info("y_t", (1, units))]
    graph = helper.make_graph(body, "body", formals, results)
    before, turned, out = g.value, g.turned, f"v{len(g.nodes)}"
    start = g.constant(np.zeros((1, units), np.float32))
    g.nodes.append(node("Scan", f"{start} {before}", f"{name}_last {out}", name=name, body=graph, num_scan_inputs=1))
    g.story.append(f"Scan of {'a strange ' if strange else ''}{kind}")
    g.value, g.width = out, units
    g.cells[name] = (before, out, "forward", turned)
