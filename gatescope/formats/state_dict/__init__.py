"""State dicts: recurrent stacks recognised by the names and shapes of their tensors alone.

Belongs here: what the names of PyTorch and of hand-written models mean, whatever kind of file they stand in. May import
the engine, the text and what a reader finds (`formats.core.found`, `formats.core.stored`); reads no file itself.
"""

from gatescope.formats.state_dict.composed_weights import with_composed_weights
from gatescope.formats.state_dict.stacks import NothingRecurrentError, stacks_of

__all__ = ["NothingRecurrentError", "stacks_of", "with_composed_weights"]
