"""GateScope's own models: the weights, the card beside them, the structure that it describes, and the library.

Belongs here: what knows of the card. May import text, engine, safetensors and what formats has in common.
"""
