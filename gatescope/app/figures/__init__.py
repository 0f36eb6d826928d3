"""The dialogs of figures and moving pictures, and the commands that open them.

Belongs here: widgets that ask what is to be written, such as the preview of a figure with its rulers and forms, and the
jobs that draw and write it off the GUI thread. May import app.window, app.files, app.scenes, api and everything below;
what a figure is stands in `plots.figure`, what writes it in `export`.
"""
