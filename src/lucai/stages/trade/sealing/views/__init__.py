"""The doors of sealed bids: a drop that knows nobody, and pages for those who open."""
