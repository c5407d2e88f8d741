"""The calculators: a form for each question of the law's machine door, and its answer in words."""
