"""Data keys: each domain of data has its own, wrapped under a key of the vault, bound to its row."""
