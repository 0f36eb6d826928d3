"""The project in the window: opened, saved, recovered, and never lost without a question."""
