"""Forms of the fund."""

from .advances import AdvanceFilters, AdvanceForm, RestForm, SpentForm
from .boxes import (
    BoxClosingForm,
    BoxForm,
    BoxNameForm,
    BoxReopeningForm,
    CountForm,
    DifferenceForm,
    KeeperForm,
)
from .ledger import (
    BookFilters,
    BoxChoice,
    CorrectionForm,
    MoveForm,
    ReopenForm,
    ReversalForm,
    ScanForm,
    StatementFilters,
    VoucherForm,
)
from .loans import LoanFilters, LoanForm, RepaymentForm

__all__ = [
    "AdvanceFilters",
    "AdvanceForm",
    "BookFilters",
    "BoxChoice",
    "BoxClosingForm",
    "BoxForm",
    "BoxNameForm",
    "BoxReopeningForm",
    "CorrectionForm",
    "CountForm",
    "DifferenceForm",
    "KeeperForm",
    "LoanFilters",
    "LoanForm",
    "MoveForm",
    "ReopenForm",
    "RepaymentForm",
    "RestForm",
    "ReversalForm",
    "ScanForm",
    "SpentForm",
    "StatementFilters",
    "VoucherForm",
]
