"""The content of a project: everything that a person did, in the form in which it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from gatescope.engine.interventions import NONE, Interventions
from gatescope.engine.network import Array, Network
from gatescope.formats.core.model import Model


@dataclass(frozen=True, eq=False)
class ProjectModel:
    """One open model with its edits, vectors and interventions.

    Attributes:
        model: as loaded.
        network: its parameters as edited; the very object of `model` where nothing was.
        fed: the vectors it reads, (T, I), under the name they go by; or None.
        interventions: what is held while it runs.
    """

    model: Model
    network: Network
    fed: tuple[str, Array] | None = None
    interventions: Interventions = NONE


@dataclass(frozen=True, eq=False)
class Project:
    """The content of a project file.

    Attributes:
        text, caret: the sentence, and the character position of the caret or None.
        models: the open ones, in their order.
        shown: names of those in view.
        focus: where the person looks, and
        layout: how the window is arranged: JSON types, which the layers above know the meaning of.
    """

    text: str
    caret: int | None
    models: tuple[ProjectModel, ...]
    shown: tuple[str, ...]
    focus: Mapping[str, Any] = field(default_factory=dict)
    layout: Mapping[str, Any] = field(default_factory=dict)
