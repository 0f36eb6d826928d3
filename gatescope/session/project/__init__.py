"""A session's work as a file: what is saved of it, which window owns it, and the copy that survives a crash."""
