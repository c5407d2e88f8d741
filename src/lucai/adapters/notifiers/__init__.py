"""Systems that call people and take their answers."""
