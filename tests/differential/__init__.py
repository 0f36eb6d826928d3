"""Files drawn at random, against the frameworks that wrote them: no number may differ without a word.

Belongs here: what draws a model with obstacles before, between and after its cells, in each framework and each way that
people save it; the comparison; and the script that runs thousands of them. May import the makers of small files among
the tests.
"""
