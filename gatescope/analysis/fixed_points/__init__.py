"""Fixed points: where the state of a layer comes to rest, or would, while its input stays the same.

Belongs here: the step of a layer as a map of many states at once (`step_map`), where a search starts (`starts`), the
way down (`descent`, `newton`), which places are one (`merging`, `ladder`), their stability (`stability`), the search
that puts them together (`search`), and what is read meanwhile (`constant`). May import what the rest of analysis may.

Sources: Sussillo & Barak 2013 (minimising q = ½‖F(s) − s‖² from visited states); Golub & Sussillo 2018,
FixedPointFinder (many starts at once, duplicates, outliers); Katz & Reggia 2017 (how many points depends on the
tolerance, so several are shown).
"""
