"""A dock as somebody adds one: a view file, a plot description with its painter, a line in the table."""
