"""Painters of the plane of states, and where its labels go.

Belongs here: pictures of the state space. May import what `paint` may.
"""
