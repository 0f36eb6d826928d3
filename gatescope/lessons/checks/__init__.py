"""Checks: small functions that measure on real runs whether a claim holds.

A check is a function of a `Bench` and of keyword arguments, which are numbers, texts, truth values or rows of them. A
card gives them in ``[arguments]``; ``model``, ``text``, ``token``, ``units``, ``signal`` and ``hold`` are the scene's
where a card does not say otherwise, and one argument is the control's. So a teacher writes a card without code.

Belongs here: one file a topic, the bench that they measure on, and the registry. May import what `lessons` may.
"""
