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


class DrawRefused(TrustError):
    """A pool, a nonce or a seed cannot belong to a draw of ``lucai-draw/1``."""


class DerRefused(TrustError):
    """Bytes are not the one DER encoding of what is expected."""


class KeyRefused(TrustError):
    """A key is not on its curve, out of range, or of another kind."""


class CiphertextRefused(TrustError):
    """A ciphertext does not open under this key: altered, or meant for another."""


class ShareRefused(TrustError):
    """Shares of a secret are too few, repeated or out of range."""


class PolicyRefused(TrustError):
    """An opening policy contradicts itself, or a new version takes away what the old one gave."""


class EnvelopeRefused(TrustError):
    """An envelope, or a message about one, is not what its format or its policy asks for."""


class ReceiptRefused(TrustError):
    """A receipt does not prove what it says."""


class WitnessPolicyRefused(TrustError):
    """A file of trusted logs and witnesses does not follow C2SP tlog-policy."""


class ProofRefused(TrustError):
    """A proof of an entry is malformed, or does not lead from it to the log's root."""
