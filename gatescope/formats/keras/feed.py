"""What stands below the lowest layer of a Keras model's stack: an embedding, its words, or what is not computed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from gatescope.formats.core.found import Assumption
from gatescope.formats.core.obstacles import in_words, stands_before
from gatescope.formats.keras.config import LayerConfig
from gatescope.formats.keras.disagreements import differing, of_inputs, sentence
from gatescope.formats.keras.graph import Graph
from gatescope.formats.keras.growing_stack import GrowingStack
from gatescope.formats.keras.weights import Weights
from gatescope.formats.keras.words import KINDS, words_of
from gatescope.words import mark


def feed(
    stack: GrowingStack,
    graph: Graph,
    weights: Mapping[str, Sequence[Weights]],
    learned: Mapping[str, Sequence[str]],
    below: Mapping[str, GrowingStack],
) -> None:
    """Put the embedding below a new stack, or say what feeds it.

    Args:
        weights: of every layer by its name.
        learned: the words that a layer learned, by where Keras 3 stores the layer.
        below: the stacks so far, by the name of the layer at the top.
    """
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
    if any(graph.passes(config, "Masking")):
        stack.obstacles.append(
            mark("vectors of one value alone are masked before {name!r}; here they are stepped", name=config.name)
        )
    sources = list(graph.sources(config))
    if not sources:
        entry = graph.entry(config)
        stack.warnings += sentence(config.name, of_inputs(entry.config, inputs))
    for source in sources if config.guessed else ():
        feeder = below.get(source.name)
        if feeder is not None and feeder.layers[-1].outputs == inputs:
            stack.obstacles.append(
                mark(
                    "{name!r} may feed {name2!r}, and is a network of its own here",
                    name=source.name,
                    name2=config.name,
                )
            )
            return
    for source in sources:
        found = weights.get(source.name, ()) if source.kind == "Embedding" else ()
        tensor = found[0].roles.get("embeddings") if len(found) == 1 else None
        if tensor is None or tensor.shape[1:] != (inputs,) or not tensor.shape[0]:
            continue
        stack.embedding, stack.embedding_name = np.asarray(tensor.read()), tensor.name
        stack.warnings += sentence(source.name, differing(source.config, input_dim=tensor.shape[0], output_dim=inputs))
        stack.masked_id = 0 if source.config.get("mask_zero") else None
        _read_words(stack, graph, learned, source)
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


def _read_words(
    stack: GrowingStack, graph: Graph, learned: Mapping[str, Sequence[str]], embedding: LayerConfig
) -> None:
    """Take the vocabulary from the layer that feeds the embedding, where it makes ids of words."""
    for source in graph.sources(embedding):
        if source.kind in KINDS and stack.embedding is not None:
            words = learned.get(source.store, ())
            stack.vocabulary, stack.tokenizer, note = words_of(source, words, len(stack.embedding))
            stack.notes += [note] if note else []
