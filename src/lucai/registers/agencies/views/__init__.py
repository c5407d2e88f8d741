"""Pages of the agencies' directory and of inspections."""
