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

__all__ = [
    "COLUMN_FOR",
    "DECIDABLE",
    "LIVE",
    "OUR_PROPOSAL",
    "AwardDecision",
    "AwardRate",
    "BaseSalary",
    "Dossier",
    "DossierFile",
    "DossierReview",
    "DossierRole",
    "DossierState",
    "DossierStep",
    "Grant",
    "Nominee",
    "Recipient",
    "award_money",
    "keeps_catalogue",
    "recipients_of",
]
