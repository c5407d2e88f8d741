"""Pages of the expert library and of applications to it."""
