"""One fictional paper of each kind, long enough to show its look."""

from lucai.platform.documents.shapes import Paper
from tests.platform.documents.samples.evaluation import EVALUATION_REPORT, OPENING_RECORD
from tests.platform.documents.samples.letters import (
    AWARD_LETTER,
    LOSING_NOTICE,
    NOTICE,
)
from tests.platform.documents.samples.performance import (
    ACCEPTANCE_REPORT,
    ARCHIVE_CATALOGUE,
    CONTRACT,
    FRAMEWORK_AGREEMENT,
    PAYMENT_REQUEST,
)
from tests.platform.documents.samples.tender import BID_RESPONSE, TENDER_DOCUMENT

SAMPLES: dict[str, Paper] = {
    "acceptance_report": ACCEPTANCE_REPORT,
    "archive_catalogue": ARCHIVE_CATALOGUE,
    "award_letter": AWARD_LETTER,
    "bid_response": BID_RESPONSE,
    "contract": CONTRACT,
    "evaluation_report": EVALUATION_REPORT,
    "framework_agreement": FRAMEWORK_AGREEMENT,
    "losing_notice": LOSING_NOTICE,
    "notice": NOTICE,
    "opening_record": OPENING_RECORD,
    "payment_request": PAYMENT_REQUEST,
    "tender_document": TENDER_DOCUMENT,
}
