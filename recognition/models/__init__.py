"""Khen thưởng: what is proposed, decided, paid and printed."""

from .catalogue import (
    COLUMN_FOR,
    OUR_PROPOSAL,
    AwardRate,
    BaseSalary,
    Recipient,
    award_money,
    keeps_catalogue,
    recipients_of,
)
from .decisions import AwardDecision, Grant
from .dossiers import (
    DECIDABLE,
    LIVE,
    Dossier,
    DossierFile,
    DossierReview,
    Nominee,
)
from .dossiers import Role as DossierRole
from .dossiers import State as DossierState
from .dossiers import Step as DossierStep
from .layouts import CertificateLayout, LayoutField, Writing
from .postings import GrantPosting, boxes_for, unpaid

__all__ = [
    "COLUMN_FOR",
    "DECIDABLE",
    "LIVE",
    "OUR_PROPOSAL",
    "AwardDecision",
    "AwardRate",
    "BaseSalary",
    "CertificateLayout",
    "Dossier",
    "DossierFile",
    "DossierReview",
    "DossierRole",
    "DossierState",
    "DossierStep",
    "Grant",
    "GrantPosting",
    "LayoutField",
    "Nominee",
    "Recipient",
    "Writing",
    "award_money",
    "boxes_for",
    "keeps_catalogue",
    "recipients_of",
    "unpaid",
]
