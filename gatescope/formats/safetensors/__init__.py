"""The safetensors format: its header, its tensors, and files of it that hold models of other programs.

Belongs here: what knows of that format. May import `keras` for what names mean, and what formats has in common.
"""
