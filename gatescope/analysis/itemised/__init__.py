"""Gradients item by item: what each of many read-outs asks of each step of a text.

Belongs here: the backward pass of many losses at once, and what it says of every pair of a read-out and a step. May
import what the layer may.
"""
