"""Views of lessons: the list of claims, the card with its question, control and test, and the way through a course.

Belongs here: the Learn dock and its parts. May import session.lessons, paint, plots, controls of views and everything
below.
"""
