"""A person's own files to train on: texts with labels, texts alone, tables of numbers.

Belongs here: reading them in one pass with bounded memory, which column means what, and the sentences that say what is
wrong with a file and the way out. May import formats, text, engine and the rest of training but for its tasks.
"""
