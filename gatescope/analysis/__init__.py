"""What a trace means: gradients, saturation, time scales, the memory ledger, connectivity, patterns.

Belongs here: plain functions from a network, its trace or bare arrays to frozen dataclasses of NumPy arrays. What may
take long calls its `report` (`gatescope.progress`) often, and ends where that raises `gatescope.errors.Cancelled`. May
import engine, errors and progress.
"""
