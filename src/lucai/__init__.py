"""LuCai 鲁采: government procurement from budget to archive."""

__version__ = "0.1.0"
