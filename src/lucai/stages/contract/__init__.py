"""合同: what tender and award settled, signed by both sides, made public and filed."""
