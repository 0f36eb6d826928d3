"""What every task promises."""
