"""归档: the whole file of a procurement, with its digests, kept as the law asks."""
