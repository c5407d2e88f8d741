"""The demonstration's clock: fictional time that people may move forward, never back."""
