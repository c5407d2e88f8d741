"""The electronic seal service (电子印章系统): simulated, with the rules that a real one enforces."""
