"""The shelves of the portal: every kind of notice stands on one of its own."""

from lucai.law.notices import notice_forms
from lucai.publication.board.channels import CHANNELS, channel_of


def test_every_kind_of_notice_stands_on_a_shelf_of_its_own() -> None:
    homeless = [kind for kind in notice_forms() if channel_of(kind).key == "other"]
    assert homeless == []
    shelved = {kind for channel in CHANNELS for kind in channel.kinds}
    assert shelved <= set(notice_forms())
