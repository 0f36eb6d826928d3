"""The sentence: its editor, and under it the tokens as chips.

Belongs here: everything in which the text is typed and read. May import `base`, and what views may.
"""
