"""The safetensors format: its header, its tensors, and files of it that hold somebody else's model.

Belongs here: what knows of that format. May import `state_dict` for the names in it, and what formats has in common.
"""
