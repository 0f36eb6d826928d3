"""From a view's `Question` to its `Answer`: the table of analyses, and the thread that runs them beside typing."""
