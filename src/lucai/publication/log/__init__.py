"""The public face of the journal: checkpoint, tiles, and the feed by index.

Who: everybody. Formats: C2SP tlog-tiles and tlog-checkpoint.
"""
