"""The undo steps, the edits they hold, and which edits belong to one step."""
