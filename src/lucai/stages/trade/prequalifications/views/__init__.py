"""Pages of prequalifications and of written recommendations."""
