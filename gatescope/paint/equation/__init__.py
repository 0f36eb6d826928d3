"""Equations as they are printed: fractions, products with their limits, indices, accents.

Belongs here: reading the part of LaTeX that equations of this field take, and laying it out in the bundled maths font.
May import paint.canvas, plots and everything below; no widgets.
"""
