"""The operators of a graph between its inputs and a recurrent node."""

from __future__ import annotations

from dataclasses import dataclass

from gatescope.formats.onnx.folding import Folding
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.layout import cuts, numbers
from gatescope.formats.onnx.node import Node
from gatescope.formats.onnx.recurrent_operator import is_recurrent

# Operators that pass their first input on unchanged, with the numbers of a token together.
_SAME = ("Identity", "Dropout", "Cast", "CastLike")
_OTHER_AXES = ("Squeeze", "Unsqueeze", "Flatten", "Reshape")
_FARTHEST = 64
# Slices to the end name an end beyond any length.
_ENDLESS = 1 << 30


@dataclass(frozen=True)
class Before:
    """The way from the inputs of a run, or from the recurrent node below, to a recurrent node.

    Attributes:
        operators: those that change the values on it, the first one first: ``("Sub", "Div")``.
        origins: the values that it begins with: inputs of the graph, outputs of recurrent nodes, or ids that a table
            was looked up with.
        reversed: whether the tokens are turned round on it.
        table: the table (V, I) that tokens are looked up in; empty where none is, or something changes its rows.
    """

    operators: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    reversed: bool = False
    table: str = ""


def before(graph: Graph, folding: Folding, node: Node) -> Before:
    """Return the way to X of `node`, on through the ids of an embedding where one is on it."""
    value, operators, turned = node.input(0), [], False
    # X is (time, batch, features), or (batch, time, features) where `layout` is 1; None where an axis cannot be told.
    time: int | None = 1 if node.integer("layout") == 1 else 0
    rank: int | None = 3
    origins: tuple[str, ...] = ()
    table = ""
    for _ in range(_FARTHEST):
        origins = (value,)
        if value in graph.inputs or value not in graph.producers:
            break
        maker, _place = graph.producers[value]
        if is_recurrent(maker):
            break
        sources: tuple[str, ...] = (maker.input(0),)
        if maker.domain:
            operators.append(maker.kind)
            sources = _variable_inputs(folding, maker)
        elif _is_table(folding, maker):
            sources, rank = (maker.input(1),), None
            table = table or (maker.input(0) if not operators else "")
        elif maker.operator == "Transpose":
            perm = maker.integers("perm")
            if perm is None or perm[-1:] != (len(perm) - 1,) or len(perm) != (rank or len(perm)):
                operators.append("Transpose")
            time = perm[time] if perm is not None and time is not None and time < len(perm) else None
        elif _turns(folding, maker, time):
            turned = not turned
        elif maker.operator in _OTHER_AXES:
            time, rank = _other_axes(folding, maker, time, rank)
        elif maker.operator not in _SAME and not _is_whole(folding, maker):
            operators.append(maker.kind)
            sources = _variable_inputs(folding, maker)
        if len(sources) != 1:
            origins = sources
            break
        value = sources[0]
    return Before(tuple(operators[::-1]), origins, turned, table)


def _other_axes(folding: Folding, node: Node, time: int | None, rank: int | None) -> tuple[int | None, int | None]:
    """Return the axis of time and the number of axes of what `node` takes, where they are known of what it gives."""
    name = "shape" if node.operator == "Reshape" else "axes"
    listed = numbers(node, name, 1, folding)
    if listed is None or time is None or rank is None or node.operator == "Flatten":
        return None, None
    if node.operator == "Reshape":
        # All axes but one are copied, so that this one is, too.
        return (time, rank) if listed.count(0) >= len(listed) - 1 and len(listed) == rank else (None, None)
    before = rank + len(listed) if node.operator == "Squeeze" else rank - len(listed)
    gone = {axis % max(rank, before, 1) for axis in listed}
    if node.operator == "Unsqueeze":
        return (None, None) if time in gone else (time - sum(axis < time for axis in gone), before)
    return [axis for axis in range(before) if axis not in gone][time], before


def _variable_inputs(folding: Folding, node: Node) -> tuple[str, ...]:
    """Return the inputs of `node` that are not constant."""
    return tuple(name for name in node.inputs if name and folding.array(name) is None)


def _is_table(folding: Folding, node: Node) -> bool:
    """Return whether a Gather looks rows up in a table that is stored, by ids that are not constant."""
    table = folding.array(node.input(0)) if node.operator == "Gather" and not node.integer("axis") else None
    return table is not None and table.ndim == 2 and table.dtype.kind == "f" and folding.array(node.input(1)) is None


def _turns(folding: Folding, node: Node, time: int | None) -> bool:
    """Return whether `node` turns the tokens round: all of them, along the axis `time`.

    The lengths of a ReverseSequence that exporters make of the input's own shape are whole; so are any others here,
    where a run is one sequence without padding.
    """
    if node.domain:
        return False
    if node.operator == "ReverseSequence":
        return time is None or node.integer("time_axis", 0) == time
    cut = cuts(node, folding)
    if cut is None or len(cut) != 1:
        return False
    start, end, axis, step = cut[0]
    return (start, step) == (-1, -1) and end < -_ENDLESS and (time is None or axis == time)


def _is_whole(folding: Folding, node: Node) -> bool:
    """Return whether `node` is a Slice that keeps everything."""
    cut = cuts(node, folding)
    return cut is not None and all(start == 0 and end > _ENDLESS and step == 1 for start, end, _, step in cut)
