"""The vectors that ship with ``lucai_trust``: answers that every implementation must give."""
