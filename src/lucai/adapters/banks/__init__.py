"""Banks that lend against contracts: simulated, with the rules that the platform enforces (I-13)."""
