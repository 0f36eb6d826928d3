"""Joins layers of Keras to stacks, with the embeddings below and the read-outs above them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from gatescope.formats.core.found import Assumption, FoundLayer, Stack
from gatescope.formats.core.obstacles import fed_by, in_words, stands_before
from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.convention import UnknownActivationError, Writer
from gatescope.formats.keras.dense import read_out
from gatescope.formats.keras.disagreements import differing, of_dense, of_inputs, sentence
from gatescope.formats.keras.graph import Graph
from gatescope.formats.keras.growing_stack import GrowingStack, gives_sequence
from gatescope.formats.keras.layers import recurrent
from gatescope.formats.keras.recurrent import Recurrent, UnknownLayerError, networks
from gatescope.formats.keras.scores import squashed_by
from gatescope.formats.keras.weights import Weights, stem
from gatescope.formats.keras.words import KINDS, words_of
from gatescope.words import mark


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
            notes.append(
                mark(
                    "{name!r} is left out: it squashes by {error}, which the engine does not have",
                    name=config.name,
                    error=error,
                )
            )
            continue
        except UnknownLayerError as error:
            notes.append(mark("{name!r} is left out: it {error}", name=config.name, error=error.args[0]))
            continue
        if found is not None:
            joining.place(config, found)
    others = ", ".join(repr(config.name) for config in layers if config.guessed and config.kind == "another layer")
    if others:
        notes.append(
            mark("neither recurrent nor an embedding nor dense, and not computed: {others:.200}", others=others)
        )
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
        self.stacks: list[GrowingStack] = []
        # By the name of the layer at the top; two directions that part are on top of none.
        self._below: dict[str, GrowingStack] = {}

    def place(self, config: LayerConfig, found: Recurrent) -> None:
        """Put a layer on top of the stack that feeds it, or begin a new one."""
        for source in self._graph.sources(config):
            stack = self._below.get(source.name)
            if stack is None:
                continue
            turned = found.reversed() if stack.top.reverses else found
            if stack.takes(config, turned):
                if config.guessed:
                    fed = mark("{source} feeds {name}", source=source.name, name=config.name)
                    why = mark("the file names them so, and the sizes fit")
                    stack.assumptions.append(Assumption(mark("order"), fed, why))
                lowest = stack.layers[0]
                if config.unordered and stem(config.name) != stem(source.name) and found.outputs == lowest.inputs:
                    # Only layers of one class are numbered in their order.
                    stack.obstacles.append(fed_by(repr(lowest.name), repr(config.name), may=True))
                if stack.top.reverses and stack.masked_id is not None:
                    stack.obstacles.append(
                        mark(
                            "{name!r} gets the tokens turned round but Keras' mask as it was; here what is masked is "
                            "left out",
                            name=config.name,
                        )
                    )
                stack.add(config, turned)
                del self._below[source.name]
                self._below[config.name] = stack
                return
        for side in found.sides:
            feeder: FoundLayer | None = None
            for layers in networks(side):
                stack = GrowingStack(
                    config,
                    found,
                    layers,
                    list(found.assumptions),
                    notes=list(found.notes),
                    warnings=list(found.warnings),
                )
                if feeder is None:
                    self._feed(stack)
                else:
                    stack.obstacles.append(fed_by(repr(layers[0].name), repr(feeder.name)))
                feeder = layers[-1]
                self.stacks.append(stack)
        if not found.parallel:
            self._below[config.name] = self.stacks[-1]

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
                stack.notes.append(
                    mark(
                        "{name!r} reads the cell state of {source!r}, which is not read out here"
                        if top.cell.name == "lstm" and output == 2
                        else "{name!r} reads a state of one direction of {source!r}, which is not read out here",
                        name=config.name,
                        source=source.name,
                    )
                )
                return
            squashed = squashed_by(self._graph, config, shape[1], every=gives_sequence(source) and output == 0)
            goes_on = self._goes_on(config, shape[1])
            readout, assumptions, notes = read_out(config.name, kernels[0], squashed, top, rows, loss, goes_on=goes_on)
            stack.assumptions += assumptions
            stack.notes += notes
            if readout is not None:
                dense = self._graph.dense(config)
                if dense is not None:
                    stack.warnings += sentence(config.name, of_dense(dense.config, kernels[0]))
                stack.readouts.append(readout)
                stack.readout_tensors += kernels[0].names
                if "reverse" in top.directions and not config.guessed and not gives_sequence(source):
                    stack.notes.append(
                        mark(
                            "{name!r} was trained on the last state of either direction; here it reads every one"
                            if len(top.directions) > 1
                            else "{name!r} was trained on the state at the first token; here it reads every one",
                            name=config.name,
                        )
                    )
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
                stack.obstacles.append(stands_before(name, list(map(repr, parts)), may=True))
            # The other direction, or the cells above, of a layer do not feed it.
            others = [other for other in self.stacks if other is not stack and other.last is not stack.last]
            feeders = [other for other in others if other.layers[-1].outputs == inputs]
            if feeders and not stack.obstacles:
                stack.obstacles.append(fed_by(name, repr(feeders[-1].layers[-1].name), may=True))

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

    def _feed(self, stack: GrowingStack) -> None:
        """Put the embedding below a new stack, or say what feeds it."""
        config, inputs = stack.last, stack.layers[0].inputs
        if config.starts:
            origins = in_words([repr(name) for name in config.starts])
            stack.obstacles.append(
                mark(
                    "{name!r} starts from states that {origins} gives; here it starts from 0",
                    name=config.name,
                    origins=origins,
                )
            )
        if any(self._graph.passes(config, "Masking")):
            stack.obstacles.append(
                mark("vectors of one value alone are masked before {name!r}; here they are stepped", name=config.name)
            )
        sources = list(self._graph.sources(config))
        if not sources:
            entry = self._graph.entry(config)
            stack.warnings += sentence(config.name, of_inputs(entry.config, inputs))
        for source in sources if config.guessed else ():
            below = self._below.get(source.name)
            if below is not None and below.layers[-1].outputs == inputs:
                stack.obstacles.append(
                    mark(
                        "{name!r} may feed {name2!r}, and is a network of its own here",
                        name=source.name,
                        name2=config.name,
                    )
                )
                return
        for source in sources:
            found = self._weights.get(source.name, ()) if source.kind == "Embedding" else ()
            tensor = found[0].roles.get("embeddings") if len(found) == 1 else None
            if tensor is None or tensor.shape[1:] != (inputs,) or not tensor.shape[0]:
                continue
            stack.embedding, stack.embedding_name = np.asarray(tensor.read()), tensor.name
            stack.warnings += sentence(
                source.name, differing(source.config, input_dim=tensor.shape[0], output_dim=inputs)
            )
            stack.masked_id = 0 if source.config.get("mask_zero") else None
            self._read_words(stack, source)
            if config.guessed:
                stack.assumptions += [
                    Assumption(
                        mark("embedding"),
                        tensor.name,
                        mark("its rows are {inputs} wide, as what {name} takes", inputs=inputs, name=config.name),
                    ),
                    Assumption(
                        mark("mask"),
                        mark("none"),
                        mark("a file of weights alone does not say; mask_zero is off by default"),
                    ),
                ]
            return
        if sources and (not config.guessed or sources[0].kind in ("another layer", "Dense")):
            before = f"{sources[0].name!r} ({sources[0].kind})"
            stack.obstacles.append(stands_before(repr(config.name), [before]))

    def _read_words(self, stack: GrowingStack, embedding: LayerConfig) -> None:
        """Take the vocabulary from the layer that feeds the embedding, where it makes ids of words."""
        for source in self._graph.sources(embedding):
            if source.kind in KINDS and stack.embedding is not None:
                words = self._learned.get(source.store, ())
                stack.vocabulary, stack.tokenizer, note = words_of(source, words, len(stack.embedding))
                stack.notes += [note] if note else []
