"""One lawful case and one unlawful case of the rules of who mends a founded challenge."""

from dataclasses import replace

from lucai.law.challenge_rules import ChallengeFacts
from lucai.law.challenges import Outcome

FOUNDED = ChallengeFacts(about="result", outcome=Outcome.NEXT, enough_left=True)
CASES = {
    "binding_contract_is_left_to_finance": (FOUNDED, {"contract_binds": True}),
    "only_a_binding_contract_is_reported": (
        replace(FOUNDED, contract_binds=True),
        {"contract_binds": False},
    ),
}
