"""Errors of the trust core: each names what is wrong with the bytes at hand."""


class TrustError(ValueError):
    """Anything the trust core refuses; catch this at the outermost door."""


class EncodingRefused(TrustError):
    """A value has no canonical bytes, or bytes are not the canonical ones of any value."""


class TreeRefused(TrustError):
    """A size, an index or a hash cannot belong to the tree it is asked of."""


class TileRefused(TrustError):
    """A tile path or a tile's content does not follow C2SP tlog-tiles."""


class NoteRefused(TrustError):
    """A signed note or checkpoint is malformed, or no trusted key signed it."""


class CommitmentRefused(TrustError):
    """A salt or a commitment has the wrong length."""
