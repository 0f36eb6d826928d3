"""Tests of `gatescope.plots.fixed_points`."""
