"""Pages of panels, and of experts whom the buyer chooses itself."""
