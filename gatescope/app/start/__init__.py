"""Starting the app: the QApplication, its window and session, and whether a window can be opened at all."""
