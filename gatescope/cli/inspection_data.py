"""The report of ``gatescope inspect`` as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from gatescope.engine.network import Network
from gatescope.formats.conventions.choices import as_read
from gatescope.formats.conventions.override import MEANT
from gatescope.formats.core.found import FoundLayer, ModelFile, Stack
from gatescope.formats.core.found_model import model_of
from gatescope.proof.proof import Alternative, Proof


def as_data(
    file: ModelFile, shown: Iterable[Stack], selected: Stack, overrides: Mapping[str, str], proof: Proof | None
) -> dict[str, Any]:
    """Return the file for a script.

    Args:
        shown: the stacks to list.
        selected: the one that `overrides` and `proof` are about.
    """
    return {
        "file": str(file.path),
        "kind": file.kind,
        "notes": list(file.notes),
        "stacks": [_stack(file, stack, overrides if stack is selected else {}) for stack in shown],
        "tensors": [asdict(tensor) for tensor in file.tensors],
        "proof": None if proof is None else _proof(proof),
    }


def convention_of(file: ModelFile, stack: Stack, overrides: Mapping[str, str]) -> dict[str, str]:
    """Return field → value, of every field that means something for the cell, as it is read with `overrides`."""
    values = as_read(read_as(file, stack, overrides))
    return {key: values[key] for key in MEANT[stack.layers[0].cell.name]}


def read_as(file: ModelFile, stack: Stack, overrides: Mapping[str, str]) -> Network:
    """Return the network of `stack` as it is read with `overrides`."""
    return model_of(file, stack.name, overrides).network if overrides else stack.network


def _stack(file: ModelFile, stack: Stack, overrides: Mapping[str, str]) -> dict[str, Any]:
    return {
        "name": stack.name,
        "cell": stack.layers[0].cell.name,
        "layers": [_layer(layer) for layer in stack.layers],
        "convention": convention_of(file, stack, overrides),
        "overrides": dict(overrides),
        "embedding": None
        if stack.embedding is None
        else {"name": stack.embedding_name, "shape": list(stack.embedding.shape)},
        "readouts": [
            {"name": r.name, "kind": r.kind, "shape": list(r.weight.shape)}
            for r in read_as(file, stack, overrides).readouts
        ],
        "tokens": None if stack.vocabulary is None else len(stack.vocabulary),
        "masked_id": stack.masked_id,
        "assumptions": [asdict(assumption) for assumption in stack.assumptions],
        "obstacles": list(stack.obstacles),
        "warnings": list(stack.warnings),
        "notes": list(stack.notes),
    }


def _layer(layer: FoundLayer) -> dict[str, Any]:
    return {
        "name": layer.name,
        "cell": layer.cell.name,
        "inputs": layer.inputs,
        "units": layer.units,
        "outputs": layer.outputs,
        "directions": list(layer.directions),
        "gate_order": layer.gate_order,
        "biases": layer.biases,
        "merge": layer.merge,
        "dtype": layer.stored_dtype,
        "tensors": list(layer.tensors),
    }


def _proof(proof: Proof) -> dict[str, Any]:
    return {
        "stack": proof.subject,
        "reference": str(proof.reference),
        "overrides": dict(proof.overrides),
        "fits": proof.fits,
        "delta": proof.delta,
        "rows": [{**asdict(row), "delta": row.delta, "fits": row.fits} for row in proof.rows],
        "better": None if proof.better is None else _alternative(proof.better),
        "alike": [_alternative(other) for other in proof.alike],
        "tried": proof.tried,
        "notes": list(proof.notes),
        "verdict": proof.verdict,
    }


def _alternative(other: Alternative) -> dict[str, Any]:
    return {"overrides": dict(other.overrides), "delta": other.delta}
