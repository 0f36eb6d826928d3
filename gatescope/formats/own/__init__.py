"""GateScope's own models: the weights, the card beside them, and the structure that the card describes.

Belongs here: what knows of the card. May import text, engine, safetensors and what formats has in common.
"""
