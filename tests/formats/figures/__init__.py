"""Texts inside of pictures: found again, and damaged ones refused."""
