"""From a `Request` to a `Snapshot`: what the worker thread reads, steps and reads out, and the thread itself."""
