"""State dicts: recurrent stacks recognised by the names and shapes of their tensors alone.

Belongs here: what the names of PyTorch and of hand-written models mean, whatever kind of file they stand in. May import
the engine, the text and `core`; opens no file itself.
"""

from gatescope.formats.state_dict.model_file import model_file
from gatescope.formats.state_dict.stacks import NothingRecurrentError, stacks_of

__all__ = ["NothingRecurrentError", "model_file", "stacks_of"]
