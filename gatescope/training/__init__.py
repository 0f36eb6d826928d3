"""Training: tasks, corpora, optimisers, the loop.

Belongs here: back-propagation through time over the engine's kernels and everything around it. May import formats,
text, analysis and engine; no Qt, no autograd library.
"""
