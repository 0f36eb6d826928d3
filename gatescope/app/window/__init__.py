"""The main window: where everything stands, its docks, its bars for messages, its theme."""
