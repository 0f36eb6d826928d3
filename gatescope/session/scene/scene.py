"""The scene of a figure: what was in view when it was drawn, by reference to its models."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gatescope import __version__
from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Array
from gatescope.session.document.document import Focus
from gatescope.session.document.notation import Notation
from gatescope.session.project.layout import NO_LAYOUT, Layout


@dataclass(frozen=True, eq=False)
class SceneModel:
    """One model of a scene: which one it is, and what was changed in it.

    Attributes:
        name: as the scene calls it.
        digest: of its parameters as opened and of how they are read; see `digest.network_digest`.
        words: of its vocabulary and tokenizer; empty where it has none.
        file: the name of the file that it came from, without a folder; empty for a bundled model.
        words_file: likewise of a second file that its words came from; empty where there was none.
        stack: which recurrent stack of the file.
        overrides: what the person said of the file's convention.
        edited: by the names of `formats.own.tensors`, the changed arrays as `changed_bits.packed` packs them.
        fed: the vectors that it reads, (T, I), under the name they go by; or None.
        interventions: what is held while it runs.
    """

    name: str
    digest: str
    words: str = ""
    file: str = ""
    words_file: str = ""
    stack: str = ""
    overrides: Mapping[str, str] = field(default_factory=dict)
    edited: Mapping[str, bytes] = field(default_factory=dict)
    fed: tuple[str, Array] | None = None
    interventions: Interventions = NONE


@dataclass(frozen=True, eq=False)
class Scene:
    """What a figure shows.

    Attributes:
        text: the sentence, and `caret` the place of the caret in it.
        models: those in view, in their order.
        focus: where the person looked.
        place: the character that the token cursor follows; None for the end of the text.
        elsewhere: whether that is not one of the sentence, but of what a model reads in its stead.
        notation: how gates and states are written.
        layout: the docks and the workspace of the window; `NO_LAYOUT` where there was no window.
        figure: the view and its options, as `figure_settings` describes them; empty where the scene is of no figure.
        version: of the GateScope that made it.
    """

    text: str
    models: tuple[SceneModel, ...]
    focus: Focus
    caret: int | None = None
    place: int | None = None
    elsewhere: bool = False
    notation: Notation = field(default_factory=Notation)
    layout: Layout = NO_LAYOUT
    figure: Mapping[str, Any] = field(default_factory=dict)
    version: str = __version__

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its models."""
        return tuple(model.name for model in self.models)

    @property
    def bundled_only(self) -> bool:
        """Whether all of its models come with GateScope, so that it needs no file."""
        return not any(model.file for model in self.models)
