"""The asset system: simulated, with the rules that a real one enforces."""
