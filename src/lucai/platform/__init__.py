"""Floor 3: Django without procurement."""
