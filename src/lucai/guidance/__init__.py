"""Floor 6: help for people at work: the law, calculators, training."""
