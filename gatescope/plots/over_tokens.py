"""The mark of what a picture has one of for every token."""

from __future__ import annotations

OVER_TOKENS = {"over": "tokens"}
"""Metadata of a field whose arrays have a row, or a number, a token: in a table the words stand beside them."""
