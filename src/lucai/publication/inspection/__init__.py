"""Checking a file for everybody: its signatures and seals, and whether the log knows it."""
