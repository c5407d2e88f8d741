"""Test processes keep apart: each has a data folder of its own."""

import os
from pathlib import Path

from django.conf import settings


def test_this_process_writes_where_its_own_environment_says() -> None:
    assert Path(settings.LUCAI_DATA_DIR) == Path(os.environ["LUCAI_DATA_DIR"])
