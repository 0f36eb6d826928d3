"""Optimisers, by the name that a person chooses: one file a rule.

Belongs here: how parameters move along their gradients, and the state that each keeps in between. May import engine.
"""

from __future__ import annotations

from gatescope.training.optimisers.adam import Adam
from gatescope.training.optimisers.momentum import Momentum
from gatescope.training.optimisers.optimiser import Optimiser
from gatescope.training.optimisers.rmsprop import RMSprop
from gatescope.training.optimisers.sgd import SGD

OPTIMISERS: dict[str, type[Optimiser]] = {"adam": Adam, "momentum": Momentum, "rmsprop": RMSprop, "sgd": SGD}

__all__ = ["OPTIMISERS", "SGD", "Adam", "Momentum", "Optimiser", "RMSprop"]
