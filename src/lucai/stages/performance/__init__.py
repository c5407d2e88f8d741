"""履约: what the supplier delivers, and the buyer receives."""
