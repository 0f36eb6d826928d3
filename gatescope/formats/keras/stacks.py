"""Joins layers of Keras to stacks, with the embeddings below and the read-outs above them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gatescope.formats.core.found import Assumption, FoundLayer, Stack
from gatescope.formats.core.obstacles import between, fed_by, in_words, not_read_out, stands_before
from gatescope.formats.core.stored import StoredTensor
from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.convention import UnknownActivationError, Writer
from gatescope.formats.keras.dense import read_out
from gatescope.formats.keras.disagreements import of_dense, sentence
from gatescope.formats.keras.feed import feed
from gatescope.formats.keras.graph import Graph
from gatescope.formats.keras.growing_stack import GrowingStack, gives_sequence
from gatescope.formats.keras.layers import recurrent
from gatescope.formats.keras.recurrent import Recurrent, UnknownLayerError, networks
from gatescope.formats.keras.scores import squashed_by
from gatescope.formats.keras.weights import Weights, stem
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


def _masked(config: LayerConfig, stack: GrowingStack) -> list[str]:
    """Return that the call of a layer has a mask that `stack` does not leave out by itself."""
    own = [repr(name) for name in config.masks if name not in stack.known_masks]
    if not own:
        return []
    return [
        mark(
            "{name!r} leaves out the tokens that {origins} masks; here they are stepped",
            name=config.name,
            origins=in_words(own),
        )
    ]


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
        # By the name of a layer that is no top: why what reads it is not read out, its width, and where that is said.
        self._unread: dict[str, tuple[str, int, list[GrowingStack]]] = {}

    def place(self, config: LayerConfig, found: Recurrent) -> None:
        """Put a layer on top of the stack that feeds it, or begin a new one."""
        for source in self._graph.sources(config):
            stack = self._below.get(source.name)
            if stack is None:
                continue
            turned = found.reversed() if stack.top.reverses else found
            if stack.takes(config, turned):
                stack.obstacles += _masked(config, stack)
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
                why = mark(
                    "{source!r} alone gives what it takes, and another layer of the stack stands on that"
                    if config.guessed
                    else "it reads {source!r}, on which another layer of the stack stands",
                    source=source.name,
                )
                self._unread[source.name] = (why, stack.layers[-1].outputs, [stack])
                stack.add(config, turned)
                del self._below[source.name]
                self._below[config.name] = stack
                return
        tops: list[GrowingStack] = []
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
                    feed(stack, self._graph, self._weights, self._learned, self._below)
                    stack.known_masks = {one for one in config.masks if self._graph.hands_on_mask(config, one)}
                    if len(stack.known_masks) < len(config.masks):
                        # The mask of the call stands in place of that of the embedding.
                        stack.masked_id = None
                else:
                    stack.obstacles.append(fed_by(repr(layers[0].name), repr(feeder.name)))
                stack.obstacles += _masked(config, stack)
                feeder = layers[-1]
                self.stacks.append(stack)
            tops.append(self.stacks[-1])
        if not found.parallel:
            self._below[config.name] = tops[0]
            return
        why = mark("it reads the two directions of {source!r}, which are networks of their own", source=config.name)
        self._unread[config.name] = (why, sum(side[-1].outputs for side in found.sides), tops)

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
        if len(shape) == 2:
            self._say_what_is_unread(config, shape)

    def _say_what_is_unread(self, config: LayerConfig, shape: tuple[int, ...]) -> None:
        """Say why the dense layer `config` is no read-out where it reads a layer that is no top of a stack; in a file
        of weights alone, where nothing else is as wide as what it takes."""
        if config.guessed and any(kernel.shape[1:] == shape[:1] for kernel in self._other_kernels(config)):
            return
        for source in self._graph.sources(config):
            why, width, stacks = self._unread.get(source.name, ("", 0, []))
            if stacks and (width == shape[0] or not config.guessed):
                for stack in stacks:
                    stack.notes.append(not_read_out(config.name, shape, why))
                return
        if not config.guessed:
            self._say_what_stands_between(config, shape)

    def _say_what_stands_between(self, config: LayerConfig, shape: tuple[int, ...]) -> None:
        """Say that something is computed between a stack and the dense layer `config`, where it is no dense layer."""
        behind_dense: set[str] = set()
        for taker, source in self._graph.way_down(config):
            if taker.name in behind_dense or self._graph.dense(source) is not None:
                behind_dense.add(source.name)
                continue
            stack = self._below.get(source.name)
            if stack is not None and taker is not config:
                stack.notes.append(not_read_out(config.name, shape, between(taker.name, taker.kind)))
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
        return any(kernel.shape[:1] == (columns,) for kernel in self._other_kernels(config))

    def _other_kernels(self, config: LayerConfig) -> Iterator[StoredTensor]:
        """Yield the kernels of all dense layers but `config`."""
        for other in self._graph.others(config):
            for one in self._weights.get(other.name, ()) if self._graph.dense(other) is not None else ():
                if "kernel" in one.roles:
                    yield one.roles["kernel"]
