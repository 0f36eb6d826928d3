"""What every view has: the contract `PlotView`, its states, icons, typography and colours.

Belongs here: what more than one kind of view needs. May import what views may, but no other folder of theirs.
"""
