"""Floor 6: what everybody may see: portal, open data, the public log."""
