"""The dialogs of figures and moving pictures, and the commands that open them.

Belongs here: widgets that ask what is to be written, and the jobs that write it off the GUI thread. May import
app.window, app.files, api and everything below.
"""
