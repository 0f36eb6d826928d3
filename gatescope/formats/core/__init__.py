"""What every reader finds and every caller takes: stored tensors, the stacks of a file, a model that runs.

Belongs here: what formats has in common once a file is open: its tensors, what was found in it, what is said about it.
May import `conventions`, `files`, text and engine; no reader.
"""
