"""Archive institutions: a simulated one (模拟对接)."""
