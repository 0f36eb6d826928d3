"""The token axis: its words, the stretch of tokens in sight, the cursor, and the plot area over it."""
