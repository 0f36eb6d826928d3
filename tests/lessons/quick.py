"""The claims that no training decides: their checks take milliseconds."""

QUICK = ("1", "3", "4", "6", "7", "13", "14", "15", "16", "17", "18", "20", "21", "22", "23", "24", "25")
