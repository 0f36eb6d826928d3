"""The report of ``gatescope inspect`` as text for a terminal of 80 to 100 columns."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence

from gatescope.cli.inspection_data import convention_of, read_as
from gatescope.formats.core.found import FoundTensor, ModelFile, Stack
from gatescope.proof.proof import Proof

_WIDTH = 98
_MOST_TENSORS = 20
_MOST_ROWS = 40
# Options that hardly any model has: named where they are used.
_UNUSED = {"clip": "none", "coupled": "false", "forget_bias": "0.0", "update_gate_keeps": "old"}


def as_text(
    file: ModelFile, shown: Iterable[Stack], selected: Stack, overrides: Mapping[str, str], proof: Proof | None
) -> str:
    """Return the file for a person; arguments as in `inspection_data.as_data`."""
    parts = [[f"{file.path.name}: {file.kind}", *_sentences(file.notes)]]
    parts += [_stack(file, stack, overrides if stack is selected else {}) for stack in shown]
    if proof is not None:
        parts.append(_proof(proof))
    parts.append(_rest(file))
    return "\n\n".join("\n".join(lines) for lines in parts if lines)


def _stack(file: ModelFile, stack: Stack, overrides: Mapping[str, str]) -> list[str]:
    first = stack.layers[0]
    sizes = sorted({layer.units for layer in stack.layers})
    units = str(sizes[0]) if len(sizes) == 1 else f"{sizes[0]}…{sizes[-1]}"
    lines = [f"{stack.name}: {first.cell.name.upper()} {len(stack.layers)} × {units}"]
    rows = [("layer", "inputs", "units", "directions", "gates", "biases", "stored as")]
    rows += [
        (
            layer.name, str(layer.inputs), layer.units_in_words, _directions(layer.directions, layer.merge),
            layer.gate_order or "–", layer.biases, layer.stored_dtype,
        )
        for layer in stack.layers
    ]  # fmt: skip
    lines += [f"  {line}" for line in table(rows, right=(1, 2), longest=28)]
    values = convention_of(file, stack, overrides)
    said = [f"{key}={value}" for key, value in values.items() if _UNUSED.get(key) != value]
    lines += _labelled("convention", ", ".join(said))
    if overrides:
        lines += _labelled("read as", ", ".join(f"{key}={value}" for key, value in overrides.items()))
    if stack.embedding is not None:
        lines += _labelled("embedding", f"{stack.embedding_name} {stack.embedding.shape}")
    for readout in read_as(file, stack, overrides).readouts:
        lines += _labelled("read-out", f"{readout.name} {readout.weight.shape}, {readout.kind}")
    if stack.vocabulary is not None:
        lines += _labelled("tokens", f"{len(stack.vocabulary):,}, in the file")
    if stack.masked_id is not None:
        lines += _labelled("masked", f"tokens of id {stack.masked_id} are skipped")
    for assumed in stack.assumptions:
        otherwise = f"; otherwise --convention {assumed.override}" if assumed.override else ""
        lines += _labelled("assumed", f"{assumed.what}: {assumed.taken}, for {assumed.why}{otherwise}")
    for warning in stack.warnings:
        lines += _labelled("warning", warning)
    for obstacle in stack.obstacles:
        lines += _labelled("obstacle", f"not computed: {obstacle}")
    for note in stack.notes:
        lines += _labelled("note", note)
    return lines


def _proof(proof: Proof) -> list[str]:
    mark = "✓" if proof.fits else "✗"
    lines = textwrap.wrap(f"{mark} {proof.verdict}", _WIDTH, subsequent_indent="  ")
    rows = [("compared with", "layer", "signal", "max |Δ|", "of at most", "token")]
    for row in proof.rows[:_MOST_ROWS]:
        layer = f"{row.layer} {row.direction or 'joined'}" if row.signal != "embedding" else ""
        limit = "" if row.fits else "  ✗"
        rows.append((row.array, layer, row.signal, f"{row.delta:.1e}", f"{row.tolerance:.0e}{limit}", str(row.token)))
    lines += [f"  {line}" for line in table(rows, right=(3, 5))]
    if len(proof.rows) > _MOST_ROWS:
        lines.append(f"  … and {len(proof.rows) - _MOST_ROWS} more (--json has all)")
    for other in proof.alike:
        how = other.text or "what the file itself says"
        lines += _sentences([f"This reference cannot tell it from {how} ({other.delta:.1e})."])
    return lines + _sentences(proof.notes)


def _rest(file: ModelFile) -> list[str]:
    other = [tensor for tensor in file.tensors if not tensor.used_by]
    # Those of the stacks stand among their notes.
    bad = [tensor for tensor in other if tensor.nan or tensor.inf]
    lines = [f"{_middle(t.name, 48)} ({_shape(t)}) holds {t.nan:,} NaN and {t.inf:,} infinite numbers" for t in bad]
    if not other:
        return lines
    lines += [f"Not part of a recurrent stack: {len(other)} of {len(file.tensors)} tensors"]
    rows = [(t.name, _shape(t), t.dtype) for t in other[:_MOST_TENSORS]]
    lines += [f"  {line}" for line in table(rows)]
    if len(other) > _MOST_TENSORS:
        lines.append(f"  … and {len(other) - _MOST_TENSORS} more (--json has all)")
    return lines


def table(rows: Sequence[Sequence[str]], right: Sequence[int] = (), longest: int = 48) -> list[str]:
    """Return the lines in columns, those of `right` flush right; in the first, what is longer than `longest` lacks its
    middle."""
    cut = [(_middle(row[0], longest), *row[1:]) for row in rows]
    widths = [max(map(len, column)) for column in zip(*cut, strict=True)]
    return [
        "  ".join(
            f"{cell:>{width}}" if k in right else f"{cell:{width}}"
            for k, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cut
    ]


def _middle(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most // 2 - 1]}…{name[-most // 2 :]}"


def _directions(directions: Sequence[str], merge: str | None) -> str:
    if len(directions) == 1:
        return directions[0]
    return "both" if merge == "concat" else f"both, {merge or 'apart'}"


def _shape(tensor: FoundTensor) -> str:
    return " × ".join(map(str, tensor.shape)) or "one number"


def _labelled(label: str, text: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=f"  {label:10}  ", subsequent_indent=" " * 14)


def _sentences(texts: Iterable[str]) -> list[str]:
    return [line for text in texts for line in textwrap.wrap(text, _WIDTH, initial_indent="  ", subsequent_indent="  ")]
