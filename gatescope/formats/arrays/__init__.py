"""Plain arrays in .npz, .npy, JSON and tables: models of them, vectors for a model, states to start from.

Belongs here: what reads numbers that a person saved without a framework. May import `state_dict` and
`keras` for the names in them, and what formats has in common.
"""
