"""Measuring the product against the floor of the machine it runs on: ratios, never bare figures."""
