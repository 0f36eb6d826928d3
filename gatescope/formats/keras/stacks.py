"""Joins layers of Keras to stacks, with the embeddings below and the read-outs above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from gatescope.engine.network import Array, ReadOut
from gatescope.formats.found import Assumption, FoundLayer, Stack
from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.convention import UnknownActivationError, Writer
from gatescope.formats.keras.dense import read_out
from gatescope.formats.keras.disagreements import of_dense, of_embedding, of_inputs, sentence
from gatescope.formats.keras.graph import Graph
from gatescope.formats.keras.layers import Recurrent, UnknownLayerError, recurrent
from gatescope.formats.keras.weights import Weights
from gatescope.formats.keras.words import KINDS, words_of
from gatescope.formats.obstacles import changed_inputs, may_be_fed_by, may_stand_before
from gatescope.text.tokenizer import Tokenizer
from gatescope.text.vocabulary import Vocabulary


@dataclass
class _Growing:
    """A stack while its layers are found.

    Attributes:
        last: the layer of Keras at its top.
        top: the same, as read.
    """

    last: LayerConfig
    top: Recurrent
    layers: list[FoundLayer] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)
    obstacles: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    embedding: Array | None = None
    embedding_name: str = ""
    masked_id: int | None = None
    vocabulary: Vocabulary | None = None
    tokenizer: Tokenizer | None = None
    readouts: list[ReadOut] = field(default_factory=list)
    readout_tensors: list[str] = field(default_factory=list)

    def add(self, config: LayerConfig, found: Recurrent) -> None:
        self.last, self.top = config, found
        self.layers += found.layers
        self.assumptions += found.assumptions
        self.notes += found.notes
        self.warnings += found.warnings

    def takes(self, config: LayerConfig, found: Recurrent) -> bool:
        """Return whether `found`, which this stack feeds, can be a part of it."""
        below, above = self.layers[-1], found.layers[0]
        return (
            self.top.plain
            and not found.parallel
            and not config.starts
            and (self.last.guessed or _gives_sequence(self.last))
            and (below.cell, below.convention, below.directions) == (above.cell, above.convention, above.directions)
            and below.outputs == above.inputs
        )

    def finished(self) -> Stack:
        return _of_one_precision(
            Stack(
                name="+".join(layer.name for layer in self.layers),
                layers=tuple(self.layers),
                embedding=self.embedding,
                embedding_name=self.embedding_name,
                readouts=tuple(self.readouts),
                readout_tensors=tuple(self.readout_tensors),
                assumptions=tuple(dict.fromkeys(self.assumptions)),
                obstacles=tuple(dict.fromkeys(self.obstacles)),
                warnings=tuple(dict.fromkeys(self.warnings)),
                notes=tuple(dict.fromkeys(self.notes)),
                masked_id=self.masked_id,
                vocabulary=self.vocabulary,
                tokenizer=self.tokenizer,
            )
        )


def stacks_of(
    path: Path,
    layers: Sequence[LayerConfig],
    weights: Mapping[str, Sequence[Weights]],
    writer: Writer,
    loss: object = None,
    learned: Mapping[str, Sequence[str]] | None = None,
) -> tuple[tuple[Stack, ...], tuple[str, ...]]:
    """Return the stacks of a model, in Keras' order, and what is to be said of layers that are in none.

    Args:
        path: the file, for the sentence where it goes wrong.
        weights: of every layer by its name.
        loss: what the model was trained with, as the file has it.
        learned: the words that a layer learned, by where Keras 3 stores the layer.

    Raises:
        FormatError: weights are missing or do not fit together.
    """
    joining = _Joining(layers, weights, learned or {})
    notes: list[str] = []
    for config in layers:
        try:
            found = recurrent(path, config, weights.get(config.name, ()), writer)
        except UnknownActivationError as error:
            notes.append(f"{config.name!r} is left out: it squashes by {error}, which the engine does not have")
            continue
        except UnknownLayerError as error:
            notes.append(f"{config.name!r} is left out: it {error}")
            continue
        if found is not None:
            joining.place(config, found)
    others = ", ".join(repr(config.name) for config in layers if config.guessed and config.kind == "another layer")
    if others:
        notes.append(f"neither recurrent nor an embedding nor dense, and not computed: {others:.200}")
    for config in layers:
        joining.read_out(config, loss)
    joining.say_what_may_feed([config for config in layers if config.unordered])
    return tuple(stack.finished() for stack in joining.stacks), tuple(notes)


class _Joining:
    """The stacks of one model while its layers are gone through, from the input upwards."""

    def __init__(
        self,
        layers: Sequence[LayerConfig],
        weights: Mapping[str, Sequence[Weights]],
        learned: Mapping[str, Sequence[str]],
    ) -> None:
        self._graph, self._weights, self._learned = Graph(layers), weights, learned
        self.stacks: list[_Growing] = []
        # By the name of the layer at the top; two directions that part are on top of none.
        self._below: dict[str, _Growing] = {}

    def place(self, config: LayerConfig, found: Recurrent) -> None:
        """Put a layer on top of the stack that feeds it, or begin a new one."""
        for source in self._graph.sources(config):
            stack = self._below.get(source.name)
            if stack is None:
                continue
            turned = found.reversed() if stack.top.reverses else found
            if stack.takes(config, turned):
                if config.guessed:
                    fed = f"{source.name} feeds {config.name}"
                    stack.assumptions.append(Assumption("order", fed, "the file names them so, and the sizes fit"))
                if stack.top.reverses and stack.masked_id is not None:
                    stack.obstacles.append(
                        f"{config.name!r} gets the tokens turned round but Keras' mask as it was; here what is masked "
                        "is left out"
                    )
                stack.add(config, turned)
                del self._below[source.name]
                self._below[config.name] = stack
                return
        for layers in [[layer] for layer in found.layers] if found.parallel else [list(found.layers)]:
            stack = _Growing(
                config, found, layers, list(found.assumptions), notes=list(found.notes), warnings=list(found.warnings)
            )
            self._feed(stack)
            self.stacks.append(stack)
            if not found.parallel:
                self._below[config.name] = stack

    def read_out(self, config: LayerConfig, loss: object) -> None:
        """Put `config`, where it is a dense layer, on top of the stack that feeds it."""
        kernels = [one for one in self._weights.get(config.name, ()) if "kernel" in one.roles and not one.recurrent]
        if self._graph.dense(config) is None or not kernels:
            return
        shape = kernels[0].roles["kernel"].shape
        for source in self._graph.sources(config):
            stack = self._below.get(source.name)
            if stack is None or len(shape) != 2 or shape[0] != stack.layers[-1].outputs:
                continue
            top, rows = stack.layers[-1], None if stack.embedding is None else len(stack.embedding)
            output = self._graph.output_taken(config)
            if top.merge is not None and (output > 1 or (output == 1 and len(top.directions) > 1)):
                which = "the cell state" if top.cell.name == "lstm" and output == 2 else "a state of one direction"
                stack.notes.append(f"{config.name!r} reads {which} of {source.name!r}, which is not read out here")
                return
            squashed_by = self._graph.squashed_by(config)
            goes_on = self._goes_on(config, shape[1])
            readout, assumptions, notes = read_out(
                config.name, kernels[0], squashed_by, top, rows, loss, goes_on=goes_on
            )
            stack.assumptions += assumptions
            stack.notes += notes
            if readout is not None:
                dense = self._graph.dense(config)
                if dense is not None:
                    stack.warnings += sentence(config.name, of_dense(dense.config, kernels[0]))
                stack.readouts.append(readout)
                stack.readout_tensors += kernels[0].names
                if "reverse" in top.directions and not config.guessed and not _gives_sequence(source):
                    what = (
                        "the last state of either direction"
                        if len(top.directions) > 1
                        else "the state at the first token"
                    )
                    stack.notes.append(f"{config.name!r} was trained on {what}; here it reads every one")
            return

    def say_what_may_feed(self, layers: Sequence[LayerConfig]) -> None:
        """Say what may stand before a stack in a file that does not list its `layers` in their order."""
        for stack in self.stacks if layers else ():
            name, inputs = repr(stack.layers[0].name), stack.layers[0].inputs
            parts = [config.name for config in layers if config.kind == "another layer"]
            parts += [
                config.name
                for config in layers
                for one in self._weights.get(config.name, ())
                if config.kind == "Dense" and one.roles["kernel"].shape[1:] == (inputs,)
            ]
            if parts:
                stack.obstacles.append(may_stand_before(name, list(map(repr, parts))))
            feeders = [other for other in self.stacks if other is not stack and other.layers[-1].outputs == inputs]
            if feeders and not stack.obstacles:
                stack.obstacles.append(may_be_fed_by(name, repr(feeders[-1].layers[-1].name)))

    def _goes_on(self, config: LayerConfig, columns: int) -> bool:
        """Return whether further layers take what the dense layer `config` gives; in a file of weights alone, one
        without weights that follows, or another dense layer of that width."""
        if not config.guessed:
            return self._graph.goes_on(config)
        if any(layer.kind == "another layer" for layer in self._graph.takers(config)):
            return True
        kernels = (
            one.roles["kernel"]
            for other in self._graph.others(config)
            if self._graph.dense(other) is not None
            for one in self._weights.get(other.name, ())
            if "kernel" in one.roles
        )
        return any(kernel.shape[:1] == (columns,) for kernel in kernels)

    def _feed(self, stack: _Growing) -> None:
        """Put the embedding below a new stack, or say what feeds it."""
        config, inputs = stack.last, stack.layers[0].inputs
        if config.starts:
            origins = " and ".join(dict.fromkeys(repr(name) for name in config.starts))
            stack.obstacles.append(f"{config.name!r} starts from states that {origins} gives; here it starts from 0")
        if any(self._graph.passes(config, "Masking")):
            stack.obstacles.append(
                f"vectors of one value alone are masked before {config.name!r}; here they are stepped"
            )
        sources = list(self._graph.sources(config))
        if not sources:
            entry = self._graph.entry(config)
            stack.warnings += sentence(config.name, of_inputs(entry.config, inputs))
        for source in sources if config.guessed else ():
            below = self._below.get(source.name)
            if below is not None and below.layers[-1].outputs == inputs:
                stack.obstacles.append(f"{source.name!r} may feed {config.name!r}, and is a network of its own here")
                return
        for source in sources:
            found = self._weights.get(source.name, ()) if source.kind == "Embedding" else ()
            tensor = found[0].roles.get("embeddings") if len(found) == 1 else None
            if tensor is None or tensor.shape[1:] != (inputs,) or not tensor.shape[0]:
                continue
            stack.embedding, stack.embedding_name = np.asarray(tensor.read()), tensor.name
            stack.warnings += sentence(source.name, of_embedding(source.config, tensor))
            stack.masked_id = 0 if source.config.get("mask_zero") else None
            self._read_words(stack, source)
            if config.guessed:
                stack.assumptions += [
                    Assumption("embedding", tensor.name, f"its rows are {inputs} wide, as what {config.name} takes"),
                    Assumption("mask", "none", "a file of weights alone does not say; mask_zero is off by default"),
                ]
            return
        if sources and (not config.guessed or sources[0].kind in ("another layer", "Dense")):
            before = f"{sources[0].name!r} ({sources[0].kind})"
            stack.obstacles.append(changed_inputs(repr(config.name), [before]))

    def _read_words(self, stack: _Growing, embedding: LayerConfig) -> None:
        """Take the vocabulary from the layer that feeds the embedding, where it makes ids of words."""
        for source in self._graph.sources(embedding):
            if source.kind in KINDS and stack.embedding is not None:
                words = self._learned.get(source.store, ())
                stack.vocabulary, stack.tokenizer, note = words_of(source, words, len(stack.embedding))
                stack.notes += [note] if note else []


def _gives_sequence(config: LayerConfig) -> bool:
    """Return whether a layer hands on the state of every token rather than the last one."""
    inner = config.inner if config.kind == "Bidirectional" else None
    return bool((inner or config).config.get("return_sequences"))


def _of_one_precision(stack: Stack) -> Stack:
    """Return the stack in float64 throughout where any of it is; a network computes in one precision."""
    arrays = [a for layer in stack.layers for one in layer.parameters for a in one.arrays().values()]
    arrays += [a for r in stack.readouts for a in (r.weight, r.bias)]
    arrays += [] if stack.embedding is None else [stack.embedding]
    if len({a.dtype for a in arrays}) == 1:
        return stack
    dtype = np.float64 if any(a.dtype == np.float64 for a in arrays) else np.float32
    return replace(
        stack,
        layers=tuple(replace(x, parameters=tuple(p.astype(dtype) for p in x.parameters)) for x in stack.layers),
        embedding=None if stack.embedding is None else stack.embedding.astype(dtype),
        readouts=tuple(replace(r, weight=r.weight.astype(dtype), bias=r.bias.astype(dtype)) for r in stack.readouts),
    )
