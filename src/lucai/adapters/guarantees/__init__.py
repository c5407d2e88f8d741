"""Registers of guarantees: simulated, with the rules that a real one enforces."""
