"""Floor 8: settings, addresses, wiring, error answers, start commands."""
