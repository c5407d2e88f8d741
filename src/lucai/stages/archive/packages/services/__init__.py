"""Changing archive packages: gathered and sealed, checked, read, kept beyond their time or destroyed."""

from lucai.stages.archive.packages.services.checking import check_package, recheck_old
from lucai.stages.archive.packages.services.gathering import (
    mark_outlines,
    open_order_package,
    open_package,
    refresh_outlines,
    seal_package,
)
from lucai.stages.archive.packages.services.holding import lift_hold, place_hold
from lucai.stages.archive.packages.services.reading import read_file, read_package
from lucai.stages.archive.packages.services.renewing import renew_stamps
from lucai.stages.archive.packages.services.restoring import restore_package
from lucai.stages.archive.packages.services.retaining import (
    condemn,
    destroy,
    expire_old,
    extend,
    note_transfer,
    spare,
)
from lucai.stages.archive.packages.services.supplementing import supplement_package

__all__ = [
    "check_package",
    "condemn",
    "destroy",
    "expire_old",
    "extend",
    "lift_hold",
    "mark_outlines",
    "note_transfer",
    "open_order_package",
    "open_package",
    "place_hold",
    "read_file",
    "read_package",
    "recheck_old",
    "refresh_outlines",
    "renew_stamps",
    "restore_package",
    "seal_package",
    "spare",
    "supplement_package",
]
