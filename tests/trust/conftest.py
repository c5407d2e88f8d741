"""What the trust tests share: both SM2 back-ends, one after the other."""

import pytest

from lucai_trust.gm import Backend, sm2
from lucai_trust.gm.sm2_libcrypto import LibcryptoBackend
from lucai_trust.gm.sm2_pure import PureBackend


@pytest.fixture(params=[PureBackend, LibcryptoBackend], ids=["pure", "libcrypto"])
def each_backend(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Backend:
    """Let one back-end do all of SM2's sums in this test."""
    made: Backend = request.param()
    monkeypatch.setattr(sm2, "backend", lambda: made)
    return made
