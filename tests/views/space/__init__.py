"""Tests of the plane of states."""
