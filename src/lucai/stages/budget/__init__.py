"""预算: where the money of a procurement comes from."""
