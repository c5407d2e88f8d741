"""The platform's own roots, as the one validator reads them."""

from __future__ import annotations

from lucai.platform.pki.anchors import Anchor, Revocation
from lucai.platform.pki.certificates import SUBJECT, UsccRule
from lucai.platform.signatures.identity import CLOSES, FOUNDED, Suite, identity

OWN = "lucai-evidence"
NOWHERE = UsccRule(SUBJECT, "2.5.4.5", "([0-9A-Z]{18})")


def own_anchors() -> tuple[Anchor, ...]:
    """Return the platform's own roots as anchors."""
    return tuple(
        Anchor(
            code=OWN,
            name="鲁采平台存证根 CA",
            root=identity(suite).root.dump(),
            intermediates=(),
            algorithms=frozenset({suite.algorithm}),
            uscc_rule=NOWHERE,
            signing_usage=frozenset({"digital_signature"}),
            revocation=Revocation.REQUIRED,
            policies=frozenset(),
            valid_from=FOUNDED,
            valid_to=CLOSES,
        )
        for suite in Suite
    )
