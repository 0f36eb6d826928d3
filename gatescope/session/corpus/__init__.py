"""From a model and the file of a corpus to an index, and from a person's words to places in it.

Belongs here: what brings texts, tokenizers and models together with `analysis.corpus`; the app, the command line and
scripts call it alike, in this process, in the worker process or on a cluster. May import analysis, engine, formats,
text, `session.run`, errors and progress.
"""
