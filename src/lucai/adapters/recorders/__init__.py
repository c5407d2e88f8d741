"""Recording systems of the premises where panels sit."""
