"""Makes a model that runs from the result of reading a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gatescope.engine.network import Network
from gatescope.errors import FormatError, ModelError
from gatescope.formats.conventions.override import override, reinterpret
from gatescope.formats.core.found import ModelFile, Stack
from gatescope.formats.core.model import Model, Origin
from gatescope.text.ids import IdTokenizer, ids_vocabulary
from gatescope.words import tr


def model_of(
    file: ModelFile, stack: str | None = None, overrides: Mapping[str, str] | None = None, name: str | None = None
) -> Model:
    """Return one stack of `file` as a model.

    Args:
        stack: its name, or that of one of its layers; the first where it is None.
        overrides: what a person says of its convention, as ``--convention`` takes it.
        name: of the model; by default that of the file, without its suffix.

    Raises:
        UsageError: the file has no such stack, or an override means nothing for it.
        FormatError: the parts of the stack do not fit together.
    """
    selected = file.stack(stack)
    said = dict(overrides or {})
    card = dict(file.card)
    try:
        network = selected.network
    except ModelError as error:
        raise FormatError(
            file.path, tr("{name} does not fit together: {error}", name=selected.name, error=error)
        ) from error
    if said:
        # The card of GateScope's own models names every array; only the convention can be overridden.
        network = override(network, said) if card else reinterpret(network, said, selected.layers[0].gate_order)
    vocabulary, tokenizer = selected.vocabulary, selected.tokenizer
    if network.embedding is not None and vocabulary is None:
        vocabulary, tokenizer = ids_vocabulary(len(network.embedding)), IdTokenizer()
    name = name or str(card.get("name") or file.path.stem)
    return Model(
        name=name,
        network=network,
        vocabulary=vocabulary,
        tokenizer=tokenizer,
        card=card or _card(file, selected, name, said.get("gate_order", selected.layers[0].gate_order)),
        masked_id=selected.masked_id,
        origin=Origin(file.path, file.kind, selected.name, said),
    )


def read_again(model: Model, overrides: Mapping[str, object]) -> Network:
    """Return the network of a model as `overrides` have it, by the rules of `model_of`.

    Raises:
        UsageError: an override means nothing for it.
    """
    if "source" in model.card:
        return reinterpret(model.network, overrides, str(model.card["source"].get("gate_order", "")))
    return override(model.network, overrides)


def _card(file: ModelFile, stack: Stack, name: str, gate_order: str) -> dict[str, Any]:
    """Return the fields of a model card for a file of another framework; JSON types only."""
    return {
        "family": name,
        "source": {
            "file": file.path.name,
            "kind": file.kind,
            "stack": stack.name,
            "gate_order": gate_order,
            "assumptions": [[a.what, a.taken, a.why, a.override] for a in stack.assumptions],
            "obstacles": list(stack.obstacles),
            "warnings": list(stack.warnings),
            "notes": [*file.notes, *stack.notes],
        },
    }
