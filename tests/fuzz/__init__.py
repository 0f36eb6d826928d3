"""Mutation fuzzing of every reader: real files, damaged at random, in a process of their own under a watch.

Belongs here: the mutators, the watch (audit hook, alarm, memory), the samples, and the process that runs them. May
import formats, what the command line prints of them, and the makers of small files among the tests.
"""
