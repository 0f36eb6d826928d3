"""The connections between the layers of a Keras model, seen through layers that pass their input on unchanged."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence

from gatescope.formats.keras.config import LayerConfig

# At inference these pass their input on; so does, by assumption, a layer without weights in a file of weights alone.
_PASSING = frozenset(
    [
        "ActivityRegularization",
        "AlphaDropout",
        "Dropout",
        "GaussianDropout",
        "GaussianNoise",
        "Identity",
        "Masking",
        "SpatialDropout1D",
        "",
    ]
)
# These change no score of a dense layer, or only squash it.
_UNCHANGED = _PASSING | {"Activation", "Softmax", "Flatten", "Reshape"}
# A model of layers that feed each other in a circle has no other end.
_LONGEST_WAY = 100
_MODELS = ("Sequential", "Functional", "Model")


class Graph:
    """The layers of one model by what feeds them."""

    def __init__(self, layers: Sequence[LayerConfig]) -> None:
        self._layers = {layer.name: layer for layer in layers}
        inside = {layer.name.rpartition("/")[0] for layer in layers}
        self._entered = {layer.name for layer in layers if layer.kind in _MODELS and layer.name in inside}
        self._fed_by: dict[str, list[LayerConfig]] = {}
        for layer in layers:
            # Where the file has weights alone, the others are but what may feed it.
            others = () if layer.guessed else (*layer.inputs[1:], *layer.starts)
            for name in dict.fromkeys((*self._inputs(layer)[:1], *others)):
                self._fed_by.setdefault(name, []).append(layer)

    def sources(self, config: LayerConfig) -> Iterator[LayerConfig]:
        """Yield the layers that feed `config`, the likeliest first; several only where the file has weights alone."""
        for name in self._inputs(config):
            passed = self._followed(name)
            if passed and passed[-1].kind != "InputLayer":
                yield passed[-1]

    def way_down(self, config: LayerConfig) -> Iterator[tuple[LayerConfig, LayerConfig]]:
        """Yield each layer on the way down from `config` to what is put into the model, behind the one that takes it,
        by every input of those that join several."""
        waiting, seen = deque([config]), {config.name}
        while waiting and len(seen) < _LONGEST_WAY:
            taker = waiting.popleft()
            for name in self._inputs(taker)[:1] + taker.inputs[1:]:
                passed = self._followed(name)
                if passed and passed[-1].kind != "InputLayer" and passed[-1].name not in seen:
                    seen.add(passed[-1].name)
                    yield taker, passed[-1]
                    waiting.append(passed[-1])

    def entry(self, config: LayerConfig) -> LayerConfig:
        """Return the layer that stands for what is put into the model before `config`: `config` itself where none
        does."""
        for name in self._inputs(config):
            for layer in self._followed(name):
                if layer.kind == "InputLayer":
                    return layer
        return config

    def output_taken(self, config: LayerConfig) -> int:
        """Return which output of its source reaches `config`: 0 is what a recurrent layer gives, 1 and on are its
        states."""
        way = [config, *(layer for name in self._inputs(config)[:1] for layer in self._followed(name))]
        taker = way[-2] if len(way) > 1 else config
        return taker.output if taker.inputs[:1] == (way[-1].name,) else 0

    def passes(self, config: LayerConfig, kind: str) -> Iterator[LayerConfig]:
        """Yield the layers of class `kind` that what feeds `config` passes through."""
        for name in self._inputs(config):
            yield from (layer for layer in self._followed(name) if layer.kind == kind)

    def hands_on_mask(self, config: LayerConfig, origin: str) -> bool:
        """Return whether the mask that `origin` gives is the one that Keras makes of the embedding, or of the Masking,
        that feeds `config`: x ≠ 0, or any of x ≠ its value."""
        mask = self._layers.get(origin)
        masking = next(self.passes(config, "Masking"), None)
        if mask is not None and masking is not None and mask.kind == "Any" and mask.inputs:
            mask = self._layers.get(mask.inputs[0])
        feeder = masking or next((one for one in self.sources(config) if one.config.get("mask_zero")), None)
        if mask is None or feeder is None or mask.kind != "NotEqual":
            return False
        value = 0 if masking is None else masking.config.get("mask_value", 0)
        return mask.inputs[:1] == feeder.inputs[:1] and mask.numbers == (value,)

    def dense(self, config: LayerConfig) -> LayerConfig | None:
        """Return `config`, or the layer that it wraps for every token, where that is a dense layer."""
        inner = config.inner if config.kind == "TimeDistributed" else config
        return inner if inner is not None and inner.kind == "Dense" else None

    def takers(self, config: LayerConfig) -> Sequence[LayerConfig]:
        """Return the layers that `config` feeds directly."""
        return self._fed_by.get(config.name, ())

    def others(self, config: LayerConfig) -> Iterator[LayerConfig]:
        """Yield all layers but `config`."""
        return (layer for layer in self._layers.values() if layer is not config)

    def above(self, config: LayerConfig) -> Iterator[tuple[LayerConfig, LayerConfig]]:
        """Yield what takes the scores of the dense layer `config`, itself or through layers that keep them, each
        behind the layer that it takes them from."""
        below, seen = [config], {config.name}
        for source in below:
            for name in self._outputs_of(source.name):
                for layer in self._fed_by.get(name, ()):
                    # The layers inside a model take what it takes.
                    if layer.name not in seen and layer.name not in self._entered:
                        seen.add(layer.name)
                        yield source, layer
                        below += [layer] if self.keeps_scores(layer) else []

    def keeps_scores(self, layer: LayerConfig) -> bool:
        """Return whether `layer` squashes or rearranges scores, or passes them on, and computes nothing else."""
        return layer.kind in _UNCHANGED or (layer.kind == "InputLayer" and "/" in layer.name)

    def goes_on(self, config: LayerConfig) -> bool:
        """Return whether layers that compute something else take what the dense layer `config` gives, squashed or
        not."""
        return any(not self.keeps_scores(layer) for _, layer in self.above(config))

    def _outputs_of(self, name: str) -> list[str]:
        """Return `name` and the models inside which it is the output."""
        names = [name]
        while "/" in names[-1]:
            outer = self._layers.get(names[-1].rsplit("/", 1)[0])
            if outer is None or self._output(outer) != names[-1]:
                break
            names.append(outer.name)
        return names

    def _inputs(self, config: LayerConfig) -> tuple[str, ...]:
        if not config.inputs and "/" in config.name:
            # The first layer of a model inside another gets what that one gets.
            outer = self._layers.get(config.name.rsplit("/", 1)[0])
            return () if outer is None else self._inputs(outer)[:1]
        return config.inputs if config.guessed else config.inputs[:1]

    def _followed(self, name: str) -> list[LayerConfig]:
        """Return the layer `name` and, while they only pass on what they get, those before it."""
        passed: list[LayerConfig] = []
        while (layer := self._layers.get(name)) is not None and len(passed) < _LONGEST_WAY:
            passed.append(layer)
            if layer.kind in _MODELS:
                name = self._output(layer)
                continue
            before = self._inputs(layer)
            if not before or (layer.kind not in _PASSING and not (layer.kind == "InputLayer" and "/" in layer.name)):
                break
            name = before[0]
        return passed

    def _output(self, model: LayerConfig) -> str:
        """Return the layer whose output is that of the inner `model`."""
        outputs = model.config.get("output_layers")
        try:
            named = outputs[0] if isinstance(outputs[0], str) else outputs[0][0]  # type: ignore[index]
        except (TypeError, IndexError, KeyError):
            inside = [name for name in self._layers if name.startswith(f"{model.name}/")]
            return inside[-1] if inside else ""
        return f"{model.name}/{named}"
