"""The result of reading a model file: recurrent layers, the stacks they form, assumptions, and all other tensors.

Every reader of a foreign format ends here, in the engine's canonical form; what stands above (the command line, the
inspector, the proof) knows no framework.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from gatescope.engine.cells import Cell, Convention, Direction
from gatescope.engine.network import Array, LayerParameters, Network, ReadOut
from gatescope.errors import UsageError
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary
from gatescope.words import tr


@dataclass(frozen=True)
class Assumption:
    """Something that the file leaves open, with the value that was assumed for it.

    Attributes:
        what: the thing in a few words: ``"gate activation"``.
        taken: the assumed value: ``"sigmoid"``.
        why: one clause: ``"PyTorch's GRU has no other"``.
        override: how to say otherwise, as ``--convention`` takes it (``"gate_activation=hard_sigmoid"``), or empty
            where nothing else is possible.
    """

    what: str
    taken: str
    why: str
    override: str = ""


@dataclass(frozen=True, eq=False)
class FoundLayer:
    """One recurrent layer, in the engine's form, with what stood in the file.

    Attributes:
        name: in the file's terms: ``"gru.l0"``, ``"lstm_1"``, the name of an ONNX node.
        cell, convention: as read.
        directions: one or both, the file's first one first.
        parameters: one a direction, float32 or float64.
        tensors: names of the file's tensors that went into it.
        gate_order: of the blocks in the file: ``"i f g o"``, ``"z r h"``; empty for an RNN.
        biases: in words: ``"two of 4H, b_x and b_h"``, ``"none"``.
        merge: how two directions are joined: ``"concat"``, ``"sum"``, ``"mul"``, ``"ave"``, or None for two outputs.
        stored_dtype: as the file has it: ``"bfloat16"``.
    """

    name: str
    cell: Cell
    convention: Convention
    directions: tuple[Direction, ...]
    parameters: tuple[LayerParameters, ...]
    tensors: tuple[str, ...]
    gate_order: str
    biases: str
    merge: str | None = "concat"
    stored_dtype: str = "float32"

    @property
    def units(self) -> int:
        return self.parameters[0].units

    @property
    def inputs(self) -> int:
        return self.parameters[0].inputs

    @property
    def units_in_words(self) -> str:
        """The units, and what their states are projected to: ``"16"``, ``"16 → 8"``."""
        states = self.parameters[0].outputs
        return f"{self.units}" if states == self.units else f"{self.units} → {states}"

    @property
    def outputs(self) -> int:
        """The width of the layer's output, both directions joined."""
        return self.parameters[0].outputs * (len(self.directions) if self.merge == "concat" else 1)

    def runs_with(self, below: FoundLayer) -> bool:
        """Return whether this layer and the one `below`, which feeds it, run as one network."""
        same = (self.cell, self.convention, self.directions) == (below.cell, below.convention, below.directions)
        return same and self.inputs == below.outputs

    def reversed(self) -> FoundLayer:
        """Return the same layer as it reads a sequence that comes last token first."""
        turned: dict[Direction, Direction] = {"forward": "reverse", "reverse": "forward"}
        return replace(self, directions=tuple(turned[direction] for direction in self.directions))


@dataclass(frozen=True, eq=False)
class Stack:
    """Recurrent layers that feed each other directly, with one cell, one convention and the same directions: what
    runs as one network.

    Attributes:
        name: unique in its file: the module (``"rnn"``), or the layers joined by ``+`` (``"lstm_1+lstm_2"``).
        layers: from the input upwards.
        embedding: (V, I) that feeds the first layer, or None; `embedding_name` is its tensor's name.
        readouts: of the last layer's hidden state; `readout_tensors` names what they were made of.
        assumptions: what the file does not say, those of the layers included.
        obstacles: what of the file changes its numbers and is not computed here, as sentences (see `obstacles`).
        warnings: what of the file contradicts itself, and what was taken, as sentences.
        notes: other sentences worth knowing.
        masked_id: tokens of this id are skipped (Keras' ``mask_zero``), or None.
        vocabulary, tokenizer: where the file itself has them.
    """

    name: str
    layers: tuple[FoundLayer, ...]
    embedding: Array | None = None
    embedding_name: str = ""
    readouts: tuple[ReadOut, ...] = ()
    readout_tensors: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    obstacles: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    masked_id: int | None = None
    vocabulary: Vocabulary | None = None
    tokenizer: Tokenizer | None = None

    @property
    def network(self) -> Network:
        """The stack as the engine runs it.

        Raises:
            ModelError: parts of the file do not fit together.
        """
        first, rows = self.layers[0], tuple(layer.parameters for layer in self.layers)
        embedding, readouts = self.embedding, self.readouts
        arrays = [array for row in rows for one in row for array in one.arrays().values()]
        arrays += [array for one in readouts for array in (one.weight, one.bias)]
        if len({array.dtype for array in (*arrays, *([] if embedding is None else [embedding]))}) > 1:
            # A network computes in one precision; what is float64 in a file is so for a reason.
            rows = tuple(tuple(one.astype(np.float64) for one in row) for row in rows)
            embedding = None if embedding is None else embedding.astype(np.float64)
            readouts = tuple(
                replace(one, weight=one.weight.astype(np.float64), bias=one.bias.astype(np.float64)) for one in readouts
            )
        return Network(first.cell, first.convention, rows, first.directions, embedding, readouts)

    @property
    def tensors(self) -> tuple[str, ...]:
        """Names of all tensors of the file that went into it."""
        own = [name for layer in self.layers for name in layer.tensors]
        return (*own, *([self.embedding_name] if self.embedding_name else []), *self.readout_tensors)

    def only(self, layer: str) -> Stack:
        """Return the stack reduced to the layer called `layer`, fed with vectors unless it is the first one."""
        place = next(k for k, found in enumerate(self.layers) if found.name == layer)
        first, last = place == 0, place == len(self.layers) - 1
        return replace(
            self,
            name=layer,
            layers=(self.layers[place],),
            embedding=self.embedding if first else None,
            embedding_name=self.embedding_name if first else "",
            readouts=self.readouts if last else (),
            readout_tensors=self.readout_tensors if last else (),
            masked_id=self.masked_id if first else None,
            vocabulary=self.vocabulary if first else None,
            tokenizer=self.tokenizer if first else None,
        )


@dataclass(frozen=True)
class FoundTensor:
    """One tensor of the file, for the list of all tensors.

    Attributes:
        nan, inf: how many of its values are NaN, and how many infinite.
        used_by: names of the stacks that it went into.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    nan: int = 0
    inf: int = 0
    used_by: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class ModelFile:
    """Everything that was found in a file.

    Attributes:
        path: where it lies.
        kind: what it is, in words: ``"PyTorch checkpoint (zip)"``, ``"Keras 2.1.5 weights (HDF5)"``.
        stacks: at least one; the first is what opens by default.
        tensors: all tensors of the file, used or not, with the numbers in them counted.
        notes: other facts: the epoch, the producer, the opset.
        card: the model card of a file of GateScope's own; else empty.
    """

    path: Path
    kind: str
    stacks: tuple[Stack, ...]
    tensors: tuple[FoundTensor, ...] = ()
    notes: tuple[str, ...] = ()
    card: tuple[tuple[str, object], ...] = ()

    def names(self) -> tuple[str, ...]:
        """Return what `stack` takes: every stack, and every layer of a stack that has several."""
        layers = [layer.name for stack in self.stacks if len(stack.layers) > 1 for layer in stack.layers]
        return tuple(dict.fromkeys([*(stack.name for stack in self.stacks), *layers]))

    def stack(self, name: str | None = None) -> Stack:
        """Return the stack called `name`, or a stack of that one layer; the first stack where no name is given.

        Raises:
            UsageError: the file has none of that name; the sentence has the names there are.
        """
        if name is None:
            return self.stacks[0]
        for stack in self.stacks:
            if stack.name == name:
                return stack
        for stack in self.stacks:
            if any(layer.name == name for layer in stack.layers):
                return stack.only(name)
        raise UsageError(
            tr(
                "{name} has no recurrent layer {name2!r}; it has {listed}",
                name=self.path.name,
                name2=name,
                listed=", ".join(self.names()),
            )
        )


Reader = Callable[..., ModelFile]
"""``read(path, report=silent) -> ModelFile``; raises `FileError` or `FormatError`, and nothing else."""
