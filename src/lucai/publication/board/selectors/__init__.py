"""Reading what is public: notices, search, projects, buyers."""

from lucai.publication.board.lines import NoticeLine
from lucai.publication.board.selectors.buyers import BuyerPage, buyer_seen, punctuality
from lucai.publication.board.selectors.home import Home, home, stamp
from lucai.publication.board.selectors.notices import (
    NoticeSheet,
    notice_page,
    notice_seen,
    notices_of_project,
)
from lucai.publication.board.selectors.projects import (
    ProjectLife,
    project_life,
    project_list,
    room_of,
)
from lucai.publication.board.selectors.searching import Found, found_page, neighbours, similar

__all__ = [
    "BuyerPage",
    "Found",
    "Home",
    "NoticeLine",
    "NoticeSheet",
    "ProjectLife",
    "buyer_seen",
    "found_page",
    "home",
    "neighbours",
    "notice_page",
    "notice_seen",
    "notices_of_project",
    "project_life",
    "project_list",
    "punctuality",
    "room_of",
    "similar",
    "stamp",
]
