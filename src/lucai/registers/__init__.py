"""四库: those who take part in procurements, each register behind its own scope."""
