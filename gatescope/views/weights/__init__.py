"""The weights dock: a parameter array as a map and a table, changed by hand."""
