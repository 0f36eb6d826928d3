"""A dock as it is added: a view file, a plot description with its painter, a line in the table."""
