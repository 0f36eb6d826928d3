"""The commands of the menus: one table, and what each of them does."""
