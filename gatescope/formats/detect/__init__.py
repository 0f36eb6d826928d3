"""Which kind of file it is, by its content, and the reader for it.

Belongs here: signatures, suffixes, and the one way from a file to its reader. May import `core`, `files` and the header
of `safetensors`; readers are named, and imported when a file of theirs is opened.
"""
