"""Floor 2: what every floor above speaks of. Pure Python, no framework."""
