"""Registers of enterprises: simulated, with the rules that a real one enforces."""
