"""Alarms of share servers: somebody asked for the key to a bid before it was time."""
