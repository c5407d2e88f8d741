"""计划: intentions made public, demand reviewed, plans filed, methods approved."""
