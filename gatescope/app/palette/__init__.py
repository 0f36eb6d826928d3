"""The palette: everything that the search of commands finds, by its kind.

Belongs here: the sources of its entries, such as menus, lessons, models, units, settings and terms. May import the
other packages of the app that own these, and what the app may; none of them imports this one.
"""
