"""Cases of the libraries' rules: facts that keep them, and what breaks them."""

from datetime import date

from lucai.law.library_rules import MIDDLE, AgencyFacts, ExpertFacts

AGENCY = AgencyFacts(
    staff=5, evaluates_at_home=True, rooms=("一号开标室",), internal_control="示例制度",
    changed_on=date(2026, 3, 2),
)  # fmt: skip
EXPERT = ExpertFacts(
    born_on=date(1976, 5, 1), title_level=MIDDLE, title_since=date(2015, 1, 1),
    bad_on=date(2020, 1, 1),
)  # fmt: skip

CASES = {
    "agency_entry_is_complete": (AGENCY, {"missing": ("联系人",)}),
    "agency_is_in_the_directory": (AGENCY, {"listed": False}),
    "agency_change_is_filed_in_time": (AGENCY, {"changed_on": date(2026, 2, 10)}),
    "agency_has_enough_staff": (AGENCY, {"staff": 4}),
    "agency_staff_is_trained": (AGENCY, {"untrained": ("示例甲",)}),
    "agency_rooms_are_recorded": (AGENCY, {"unrecorded": ("一号开标室",)}),
    "agency_controls_itself": (AGENCY, {"internal_control": " "}),
    "expert_is_below_the_age": (EXPERT, {"born_on": date(1956, 3, 10)}),
    "expert_has_the_title": (EXPERT, {"title_since": date(2019, 1, 1)}),
    "expert_is_clean": (EXPERT, {"bad_on": date(2024, 1, 1)}),
}
