"""Accounts: what money came in for, what it was spent on, what is still to come back."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from members.models import known_choices, tracked
from members.models.constraints import plain_names


class AccountQuerySet(models.QuerySet["Account"]):
    def of(self, *kinds: str) -> Self:
        """Accounts of these kinds that may be chosen today, in their order."""
        return self.filter(kind__in=kinds, is_active=True)

    def first_of(self, kind: str) -> "Account":
        """The first account of a kind that the code itself writes under, added where there is none."""
        account: Account | None = self.filter(kind=kind).order_by("sort_order", "pk").first()
        if account is None:
            account = next(row for row in usual_accounts() if row.kind == kind)
            account.save()
        return account


@plain_names("name")
@known_choices("kind", "role")
@tracked()
class Account(models.Model):
    """The other side of a transaction, across from a cash box. The same in all books.

    Names are the office's own data; what the code itself looks for bears a `role`.
    """

    class Kind(models.TextChoices):
        INCOME = "income", "khoản thu"
        EXPENSE = "expense", "khoản chi"
        ADVANCE = "advance", "tạm ứng"
        LOAN = "loan", "cho hội viên vay"
        BORROWED = "borrowed", "quỹ vay mượn"
        OPENING = "opening", "số dư khi mở sổ"

    class Role(models.TextChoices):
        DUES = "dues", "hội phí"
        SPONSOR = "sponsor", "nhà hảo tâm"

    # What a Phiếu thu and a Phiếu chi may be written for by hand.
    RECEIVED: ClassVar[tuple[str, ...]] = (Kind.INCOME, Kind.BORROWED, Kind.OPENING)
    # Between accounts of one of these kinds an amount can be moved.
    CORRECTED: ClassVar[tuple[str, ...]] = (Kind.INCOME, Kind.EXPENSE)
    SPENT: ClassVar[tuple[str, ...]] = (Kind.EXPENSE, Kind.BORROWED)

    kind = models.CharField("loại", max_length=8, choices=Kind)
    code = models.CharField("ký hiệu", max_length=20, unique=True)
    name = models.CharField("tên khoản", max_length=80)
    role = models.CharField("dùng cho", max_length=8, choices=Role, blank=True, default="")
    sort_order = models.PositiveSmallIntegerField("thứ tự", default=0)
    is_active = models.BooleanField("đang dùng", default=True)

    objects = AccountQuerySet.as_manager()

    class Meta:
        verbose_name = "khoản thu, chi"
        verbose_name_plural = "khoản thu, chi"
        ordering = ["kind", "sort_order", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name"],
                name="fund_account_name_once",
                violation_error_message="Khoản này đã có.",
            ),
            models.UniqueConstraint(
                fields=["role"],
                condition=~Q(role=""),
                name="fund_account_role_once",
                violation_error_message="Đã có khoản khác dùng cho việc này.",
            ),
        ]

    def __str__(self) -> str:
        return self.name


# A proposal, unsourced: what reports of such associations name as their income and spending.
_USUAL: tuple[tuple[str, str, str, str], ...] = (
    (Account.Kind.INCOME, "T01", "Hội phí", Account.Role.DUES),
    (Account.Kind.INCOME, "T02", "Hội viên đóng góp", ""),
    (Account.Kind.INCOME, "T03", "Nhà hảo tâm ủng hộ", Account.Role.SPONSOR),
    (Account.Kind.INCOME, "T04", "Cấp trên hỗ trợ", ""),
    (Account.Kind.INCOME, "T05", "Lãi tiền gửi", ""),
    (Account.Kind.INCOME, "T09", "Thu khác", ""),
    (Account.Kind.EXPENSE, "C01", "Mừng thọ", ""),
    (Account.Kind.EXPENSE, "C02", "Thăm hỏi", ""),
    (Account.Kind.EXPENSE, "C03", "Phúng viếng", ""),
    (Account.Kind.EXPENSE, "C04", "Trợ cấp khó khăn", ""),
    (Account.Kind.EXPENSE, "C05", "Nhà nghĩa tình đồng đội", ""),
    (Account.Kind.EXPENSE, "C06", "Quà lễ, Tết", ""),
    (Account.Kind.EXPENSE, "C07", "Hội họp, sinh hoạt", ""),
    (Account.Kind.EXPENSE, "C08", "Văn phòng phẩm, in ấn", ""),
    (Account.Kind.EXPENSE, "C09", "Nộp cấp trên", ""),
    (Account.Kind.EXPENSE, "C19", "Chi khác", ""),
    (Account.Kind.ADVANCE, "V10", "Tạm ứng", ""),
    (Account.Kind.LOAN, "V11", "Cho hội viên vay", ""),
    (Account.Kind.BORROWED, "V01", "Quỹ vay mượn tạm thời", ""),
    (Account.Kind.OPENING, "D01", "Số dư khi mở sổ", ""),
)


def usual_accounts() -> list[Account]:
    """The accounts that such a fund usually has, not saved."""
    return [
        Account(kind=kind, code=code, name=name, role=role, sort_order=number)
        for number, (kind, code, name, role) in enumerate(_USUAL, 1)
    ]
