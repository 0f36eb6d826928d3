"""Reads an ONNX file: its recurrent layers, and notes about nodes that look like one but are not read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from gatescope.errors import FormatError
from gatescope.formats.core.found import ModelFile, Stack
from gatescope.formats.core.tally import tally
from gatescope.formats.onnx.folding import Folding
from gatescope.formats.onnx.graph import Graph
from gatescope.formats.onnx.loops import fold_back
from gatescope.formats.onnx.protobuf import load, text
from gatescope.formats.onnx.recurrent_operator import OPERATORS, Recurrent, is_recurrent, recurrent
from gatescope.formats.onnx.stacks import stacks_of
from gatescope.formats.onnx.unfolding import flatten, opset_of
from gatescope.progress import Report, silent
from gatescope.words import mark, tr, trn

# The versions of RNN, GRU and LSTM whose text was read.
_VERSIONS = (1, 3, 7, 14, 22)
_FIRST_STABLE = 7
_ATTENTION = ("Attention", "MultiHeadAttention", "Softmax")


def read(path: Path, report: Report = silent) -> ModelFile:
    """Read the ONNX model at `path`.

    Raises:
        FileError: the file cannot be read.
        FormatError: it is no ONNX model, is damaged or too new, has no recurrent layer, does not hold its weights, or
            the onnx package is not installed.
    """
    model = load(path, report)
    opset = _checked_opset(path, model)
    graph = flatten(path, model)
    report(0.4)
    foreign = Counter(node.kind for node in graph.nodes if node.domain)
    stacks, problems, loops = _stacks(graph)
    if not stacks:
        raise FormatError(path, tr(problems[0]) if problems else _nothing(graph, foreign))
    report(0.5)
    notes = [_producer(path, model), *loops, *(mark("not read: {problem}", problem=problem) for problem in problems)]
    if foreign:
        notes.append(
            mark(
                "the operators {counted} are none of ONNX' own; what they compute is not known",
                counted=_counted(foreign),
            )
        )
    if opset < _FIRST_STABLE:
        notes.append(
            mark(
                "opset {opset} is older than those this reader was tested with, {first_stable} and later",
                opset=opset,
                first_stable=_FIRST_STABLE,
            )
        )
    listed = {name: graph.tensors[name] for name in graph.listed}
    return ModelFile(
        path=path,
        kind=f"ONNX model (opset {opset})",
        stacks=stacks,
        tensors=tally(listed, stacks, lambda share: report(0.5 + share / 2)),
        notes=tuple(note for note in notes if note),
    )


def _checked_opset(path: Path, model: Any) -> int:
    """Return the opset of the graph.

    Raises:
        FormatError: the onnx package does not know it, or has a recurrent operator in it that this reader does not.
    """
    import onnx

    opset, newest = opset_of(path, model.opset_import), onnx.defs.onnx_opset_version()
    if not 1 <= opset <= newest:
        raise FormatError(
            path,
            tr(
                "is written in version {opset} of ONNX' operators (opset), but the installed onnx package knows 1 to "
                "{newest}; export the model with one of those, or bring the package up to date: pip install -U onnx",
                opset=opset,
                newest=newest,
            ),
        )
    for operator in OPERATORS:
        since = onnx.defs.get_schema(operator, opset, "").since_version
        if since not in _VERSIONS:
            raise FormatError(
                path,
                tr(
                    "is written in opset {opset}, in which {operator} changed (version {since}); this reader knows "
                    "it up to version {versions}: export the model with an older opset",
                    opset=opset,
                    operator=operator,
                    since=since,
                    versions=_VERSIONS[-1],
                ),
            )
    return opset


def _stacks(graph: Graph) -> tuple[tuple[Stack, ...], list[str], list[str]]:
    """Return the stacks of `graph`, why recurrent nodes and loops are in none of them, and which loops are.

    The constants that were computed on the way, a second copy of the weights, go when this returns.
    """
    folding = Folding(graph)
    folded, left = fold_back(graph, folding)
    found, problems = _recurrent(graph, folding)
    stacks = tuple(stacks_of(graph, folding, found))
    if found and not stacks:
        problems.append(tr("is damaged: its recurrent nodes feed each other in a circle"))
    return stacks, [*problems, *left], folded


def _recurrent(graph: Graph, folding: Folding) -> tuple[list[Recurrent], list[str]]:
    """Return the recurrent nodes that could be read, under names of their own, and why the others could not."""
    found, problems = [], []
    taken: set[str] = set()
    counts: Counter[str] = Counter()
    for node in filter(is_recurrent, graph.nodes):
        counts[node.operator] += 1
        name = wanted = node.name or f"{node.operator.lower()}_{counts[node.operator]}"
        if name in taken and node.scope:
            name = wanted = f"{node.scope}/{name}"
        while name in taken:
            counts[wanted] += 1
            name = f"{wanted}_{counts[wanted]}"
        taken.add(name)
        try:
            found.append(recurrent(graph, folding, node, name))
        except FormatError as error:
            problems.append(error.reason)
    return found, problems


def _nothing(graph: Graph, foreign: Counter[str]) -> str:
    """Return why there is nothing to show."""
    if foreign:
        return trn(
            "no RNN, GRU or LSTM operator found, but {operators}, which is none of ONNX' own; what it computes is not "
            "known",
            "no RNN, GRU or LSTM operator found, but {operators}, which are none of ONNX' own; what it computes is not "
            "known",
            len(foreign),
            operators=_counted(foreign),
        )
    counts = Counter(node.kind for node in graph.nodes)
    attentive = sum(counts[name] for name in _ATTENTION[:2]) or (counts["Softmax"] > 1 and counts["MatMul"] > 4)
    looks = tr("; it looks like a transformer") if attentive else ""
    if not attentive and counts["Tanh"] and counts["Mul"] and counts["Sigmoid"] + counts["HardSigmoid"] > 1:
        looks = tr(
            "; it may be a cell written out, which does not say which gate is which: export it with the operators RNN, "
            "GRU or LSTM, or open the framework's own file"
        )
    return (
        tr("no RNN/GRU/LSTM weights found: its operators are {operators}", operators=_counted(counts) or tr("none"))
        + looks
    )


def _counted(counts: Counter[str]) -> str:
    """Return operators with their counts, the most frequent first: ``MatMul (12 times), Add``."""
    shown = [kind if count == 1 else f"{kind} ({count} times)" for kind, count in counts.most_common(6)]
    return f"{', '.join(shown)}{' …' if len(counts) > len(shown) else ''}"


def _producer(path: Path, model: Any) -> str:
    name, version = text(path, model.producer_name), text(path, model.producer_version)
    return mark("written by {producer}", producer=f"{name[:60]} {version[:30]}".rstrip()) if name else ""
