"""What the person wants: the `Document`, where they look (`Focus`), and how both are named and changed. Pure data and
pure functions, no Qt."""
