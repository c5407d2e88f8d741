"""Witnesses and share servers that other organisations run, as the sealing's ports see them."""
