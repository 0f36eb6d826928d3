"""What every view has: the contract `PlotView`, its states, icons, typography and colours. Imports no other view."""
