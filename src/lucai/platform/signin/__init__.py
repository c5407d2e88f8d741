"""Signing in: password, one-time code, choice of post; and the demonstration's list of people."""
