"""The sentence: its editor, and under it the tokens as chips."""
