"""The ledger: numbered transactions that are never changed, only reversed."""

import datetime as dt
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.urls import reverse

from kit.dates import local_today
from kit.money import LIMIT, dong
from kit.text import fold
from members.models import (
    CrossTableRule,
    Degree,
    DerivedTextField,
    Member,
    Subject,
    Unit,
    UnitScopedQuerySet,
    known_choices,
    units_where,
)
from members.models.numbering import next_number

from .accounts import Account
from .boxes import CashBox
from .closings import year_is_open
from .ledger_rules import kept_apart, mirrors, moves_to_right_account, until_closed


class TransactionQuerySet(UnitScopedQuerySet):
    subject = Subject.FUND

    def open_to(self, user: Any, degree: Degree) -> Self:
        """Read by the units of either box; to write, both boxes must be the user's."""
        units = units_where(user, self.subject, degree).order_by().values("pk")
        if degree == Degree.READ:
            of_box = Q(debit_box__unit__in=units) | Q(credit_box__unit__in=units)
            return self.filter(Q(unit__in=units) | of_box)
        into = Q(debit_box__isnull=True) | Q(debit_box__unit__in=units)
        out_of = Q(credit_box__isnull=True) | Q(credit_box__unit__in=units)
        return self.filter(into, out_of, unit__in=units)

    def delete(self) -> Any:
        raise ValidationError("Sổ quỹ không xóa dòng nào; ghi nhầm thì lập phiếu đảo.")

    def of_box(self, box: CashBox) -> Self:
        """What came into the box and what went out of it."""
        return self.filter(Q(debit_box=box) | Q(credit_box=box))

    def standing(self) -> Self:
        """Neither reversed nor a reversal. See also `Transaction.stands`."""
        return self.filter(reverses__isnull=True, reversal__isnull=True)

    def with_corrections(self) -> Self:
        """Annotates `corrected_to`: the name of the account to which the amount was moved since, if
        it was entered under a wrong one. See also `Transaction.correction`."""
        rows = Transaction.objects.standing().filter(corrects=OuterRef("pk")).order_by()
        right = Case(
            When(corrects__kind="receipt", then=F("credit__name")), default=F("debit__name")
        )
        return self.annotate(corrected_to=Subquery(rows.values_list(right)[:1]))

    def with_scans(self) -> Self:
        """Annotates `has_scan`: whether a file stands behind it. See also `Transaction.lacks_scan`."""
        scans: Any = Transaction._meta.apps.get_model("fund", "VoucherScan")._default_manager
        return self.annotate(has_scan=Exists(scans.filter(voucher=OuterRef("pk"))))

    def without_scan(self) -> Self:
        """Of `with_scans`: spent, standing, and nothing shows what for."""
        return self.standing().filter(
            kind__in=self.model.EVIDENCED, corrects__isnull=True, has_scan=False
        )

    def next_number(self, book: Unit, kind: str, year: int) -> int:
        """The next number of a voucher; numbering begins anew each year, in each book and kind."""
        return next_number(self.filter(book=book, kind=kind, year=year))

    def in_book_order(self) -> Self:
        return self.order_by("day", "pk")


def _exactly_one_empty(first: str, second: str) -> Q:
    return Q(**{f"{first}__isnull": True, f"{second}__isnull": False}) | Q(
        **{f"{first}__isnull": False, f"{second}__isnull": True}
    )


def _sides(kind: str, *, into_box: bool, out_of_box: bool) -> Q:
    return Q(kind=kind, debit_box__isnull=not into_box, credit_box__isnull=not out_of_box)


@known_choices("kind")
class Transaction(models.Model):
    """One movement of money, from where it was (credit, Có) to where it is now (debit, Nợ).

    Each row names both sides and one amount, so the ledger sums to zero by its very shape: there is
    no half of a transaction to be forgotten. A side is a cash box or an account. Rows are never
    changed nor deleted (`frozen`); a mistake is reversed by a row of its own, with its own day.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt", "Phiếu thu"
        PAYMENT = "payment", "Phiếu chi"
        TRANSFER = "transfer", "Phiếu chuyển quỹ"
        JOURNAL = "journal", "Phiếu kế toán"

    PREFIXES = {"receipt": "PT", "payment": "PC", "transfer": "CQ", "journal": "KT"}
    # What is spent is shown by an invoice or a signed paper.
    EVIDENCED: ClassVar[tuple[str, ...]] = (Kind.PAYMENT, Kind.JOURNAL)
    keeps_rows = True
    frozen = (
        "book_id", "unit_id", "kind", "year", "number", "day", "debit_id", "debit_box_id",
        "credit_id", "credit_box_id", "amount", "text", "party", "reverses_id", "loan_id", "advance_id",
        "corrects_id",
    )  # fmt: skip
    cross_table_rules = (
        mirrors(),
        moves_to_right_account(),
        year_is_open(),
        CrossTableRule("reversal_reversed", Q(reverses__reverses__isnull=False), ("reverses_id",)),
        CrossTableRule(
            "of_unit",
            # What is moved back by a reversal goes the other way, and stays with the same unit.
            Q(reverses__isnull=True)
            & (
                Q(credit_box__isnull=False) & ~Q(credit_box__unit=F("unit"))
                | Q(credit_box__isnull=True, debit_box__isnull=False)
                & ~Q(debit_box__unit=F("unit"))
            ),
            ("unit_id",),
        ),
        CrossTableRule(
            "since_opened",
            Q(day__lt=F("debit_box__opened_on")) | Q(day__lt=F("credit_box__opened_on")),
            ("day",),
        ),
        until_closed("debit_box"),
        until_closed("credit_box"),
        kept_apart("loan", Account.Kind.LOAN),
        kept_apart("advance", Account.Kind.ADVANCE),
    )

    book = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name="sổ của")
    unit = models.ForeignKey(
        Unit, models.PROTECT, related_name="fund_transactions", verbose_name="đơn vị"
    )
    kind = models.CharField("loại phiếu", max_length=8, choices=Kind)
    year = models.PositiveSmallIntegerField("năm")
    number = models.PositiveIntegerField("số")
    day = models.DateField("ngày")
    debit = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="debits", verbose_name="nợ"
    )
    debit_box = models.ForeignKey(
        CashBox, models.PROTECT, null=True, blank=True, related_name="debits",
        verbose_name="vào quỹ",
    )  # fmt: skip
    credit = models.ForeignKey(
        Account, models.PROTECT, null=True, blank=True, related_name="credits", verbose_name="có"
    )
    credit_box = models.ForeignKey(
        CashBox, models.PROTECT, null=True, blank=True, related_name="credits",
        verbose_name="ra khỏi quỹ",
    )  # fmt: skip
    amount = models.PositiveBigIntegerField(
        "số tiền (đồng)",
        validators=[
            MinValueValidator(1, "Số tiền phải lớn hơn 0."),
            MaxValueValidator(LIMIT, "Số tiền quá lớn."),
        ],
    )
    text = models.CharField("nội dung", max_length=300)
    party = models.CharField("người nộp, người nhận", max_length=120, blank=True)
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="fund_transactions",
        verbose_name="hội viên",
    )  # fmt: skip
    address = models.CharField("địa chỉ", max_length=160, blank=True)
    enclosed = models.CharField("kèm theo", max_length=120, blank=True)
    reverses = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="reversal",
        verbose_name="đảo phiếu",
    )  # fmt: skip
    # What it paid out, or what of it came back; a reversal names it too.
    loan = models.ForeignKey(
        "fund.Loan", models.PROTECT, null=True, blank=True, related_name="entries",
        verbose_name="khoản cho vay",
    )  # fmt: skip
    advance = models.ForeignKey(
        "fund.Advance", models.PROTECT, null=True, blank=True, related_name="entries",
        verbose_name="khoản tạm ứng",
    )  # fmt: skip
    # Entered under a wrong account: whose amount it moves to the right one; a reversal names it too.
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections",
        verbose_name="điều chỉnh phiếu",
    )  # fmt: skip
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="người lập"
    )
    entered_at = models.DateTimeField("lập lúc", auto_now_add=True)
    # Identifies one showing of the form, so that sending it twice makes one voucher.
    token = models.CharField(max_length=64, unique=True, editable=False)
    has_scan: bool  # of `with_scans`
    corrected_to: str | None  # of `with_corrections`
    search_text = DerivedTextField(sources=("text", "party"), derive=lambda *t: fold(" ".join(t)))

    objects = TransactionQuerySet.as_manager()

    class Meta:
        verbose_name = "phiếu thu, chi"
        verbose_name_plural = "phiếu thu, chi"
        ordering = ["-day", "-pk"]
        indexes = [
            models.Index(fields=["debit_box", "day"], name="fund_transaction_in_day"),
            models.Index(fields=["credit_box", "day"], name="fund_transaction_out_day"),
            models.Index(fields=["unit", "day"], name="fund_transaction_unit_day"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "kind", "year", "number"],
                name="fund_transaction_number_once",
                violation_error_message="Số phiếu này đã dùng trong năm.",
            ),
            models.CheckConstraint(
                condition=Q(amount__gte=1, amount__lte=LIMIT),
                name="fund_transaction_amount_in_bounds",
                violation_error_message="Số tiền phải lớn hơn 0.",
            ),
            models.CheckConstraint(
                condition=_exactly_one_empty("debit", "debit_box"),
                name="fund_transaction_one_debit",
                violation_error_message="Bên nợ là một quỹ hoặc một khoản.",
            ),
            models.CheckConstraint(
                condition=_exactly_one_empty("credit", "credit_box"),
                name="fund_transaction_one_credit",
                violation_error_message="Bên có là một quỹ hoặc một khoản.",
            ),
            models.CheckConstraint(
                condition=~Q(debit_box=F("credit_box")) & ~Q(debit=F("credit")),
                name="fund_transaction_two_sides",
                violation_error_message="Tiền không chuyển từ một nơi vào chính nơi đó.",
            ),
            models.CheckConstraint(
                condition=_sides("receipt", into_box=True, out_of_box=False)
                | _sides("payment", into_box=False, out_of_box=True)
                | _sides("transfer", into_box=True, out_of_box=True)
                | _sides("journal", into_box=False, out_of_box=False),
                name="fund_transaction_kind_fits",
                violation_error_message="Loại phiếu không hợp với nơi tiền đi và đến.",
            ),
            models.CheckConstraint(
                condition=Q(day__year=F("year")),
                name="fund_transaction_number_of_its_year",
                violation_error_message="Ngày không thuộc năm của số phiếu.",
            ),
            models.CheckConstraint(
                condition=~Q(text=""),
                name="fund_transaction_says_what",
                violation_error_message="Chưa ghi nội dung.",
            ),
            models.CheckConstraint(
                condition=Q(loan__isnull=True) | Q(kind__in=["receipt", "payment"]),
                name="fund_transaction_loan_moves_cash",
                violation_error_message="Cho vay và trả nợ đều qua quỹ.",
            ),
            models.CheckConstraint(
                condition=~Q(kind="journal")
                | Q(advance__isnull=False, corrects__isnull=True)
                | Q(advance__isnull=True, corrects__isnull=False),
                name="fund_transaction_journal_of_advance",
                violation_error_message="Phiếu kế toán chỉ ghi khoản đã chi của tạm ứng, hoặc điều "
                "chỉnh một phiếu ghi nhầm khoản.",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | Q(kind="journal"),
                name="fund_transaction_correction_is_journal",
                violation_error_message="Điều chỉnh khoản bằng phiếu kế toán.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.code}: {dong(self.amount)}"

    def get_absolute_url(self) -> str:
        return reverse("fund:voucher", args=[self.pk])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise ValidationError("Sổ quỹ không xóa dòng nào; ghi nhầm thì lập phiếu đảo.")

    @property
    def code(self) -> str:
        """PT 12/2026."""
        return f"{self.PREFIXES[self.kind]} {self.number}/{self.year}"

    @property
    def closed_box(self) -> CashBox | None:
        """A box of it that is closed, so that it can't be reversed now."""
        return next((box for box in self.boxes if box.is_closed), None)

    @property
    def boxes(self) -> list[CashBox]:
        """The boxes it is about: the one it went out of first."""
        return [box for box in (self.credit_box, self.debit_box) if box is not None]

    @property
    def account(self) -> Account | None:
        """What it was for: the account across from the box."""
        return self.credit if self.kind == self.Kind.RECEIPT else self.debit

    @property
    def party_label(self) -> str:
        """What whoever it names is called on its paper."""
        if self.kind == self.Kind.JOURNAL:
            return "Người thanh toán"
        return "Người nộp tiền" if self.kind == self.Kind.RECEIPT else "Người nhận tiền"

    @property
    def debit_number(self) -> str:
        """What stands after "Nợ:" on the voucher."""
        return self.debit_box.account_number if self.debit_box else self.debit.code  # type: ignore[union-attr]  # one of both, by constraint

    @property
    def credit_number(self) -> str:
        """What stands after "Có:" on the voucher."""
        return self.credit_box.account_number if self.credit_box else self.credit.code  # type: ignore[union-attr]  # one of both, by constraint

    @property
    def debit_label(self) -> str:
        """Number and name of where the money is now: "111 (Quỹ chi hội)"."""
        name = self.debit_box.name if self.debit_box else str(self.debit)
        return f"{self.debit_number} ({name})"

    @property
    def credit_label(self) -> str:
        """Number and name of where the money was: "T02 (Hội viên đóng góp)"."""
        name = self.credit_box.name if self.credit_box else str(self.credit)
        return f"{self.credit_number} ({name})"

    @property
    def reversed_by(self) -> "Transaction | None":
        """The transaction that moves this one back, if there is one."""
        return getattr(self, "reversal", None)

    @property
    def stands(self) -> bool:
        """See also `TransactionQuerySet.standing`."""
        return self.reverses_id is None and self.reversed_by is None

    @property
    def lacks_scan(self) -> bool:
        """Of `with_scans`. See also `TransactionQuerySet.without_scan`."""
        is_evidenced = self.kind in self.EVIDENCED and self.corrects_id is None
        return self.stands and is_evidenced and not self.has_scan

    @property
    def correction(self) -> "Transaction | None":
        """What moved its amount to another account, if it stands. See also
        `TransactionQuerySet.with_corrections`."""
        rows = self.corrections.standing().select_related("debit", "credit")
        first: Transaction | None = rows.first()
        return first

    @property
    def can_be_corrected(self) -> bool:
        """Whether its amount can be moved to another account: one of income or of spending, once."""
        account = self.account
        return (
            self.stands
            and self.corrects_id is None
            and account is not None
            and account.kind in Account.CORRECTED
            and self.correction is None
        )

    @property
    def is_gift(self) -> bool:
        """Whether a sponsor gave it, so that a letter of thanks is due."""
        correction = self.correction
        account = correction.credit if correction else self.credit
        is_sponsored = account is not None and account.role == Account.Role.SPONSOR
        return self.kind == self.Kind.RECEIPT and is_sponsored and self.stands

    @property
    def first_reversal_day(self) -> dt.date:
        """The day that is proposed for a reversal: today, never one before the transaction."""
        return max(local_today(), self.day)
