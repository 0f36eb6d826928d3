"""What stands in a file between its inputs and a cell, or inside it: the same obstacle in every format, and whether
every entry point computes it or says it."""
