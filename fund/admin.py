"""The fund in the admin: accounts can be edited here; boxes and vouchers can only be looked at."""

from typing import Any

from django.contrib import admin

from kit.money import dong
from members.admin_tools import LookOnlyAdmin, PortalAdmin, PortalInline, amount_in_words

from .models import (
    Account,
    Advance,
    CashBox,
    CashCount,
    Closing,
    Instalment,
    Keeper,
    Loan,
    Transaction,
)


@admin.register(Account)
class AccountAdmin(PortalAdmin):
    list_display = ["name", "kind", "code", "role", "is_active"]
    list_filter = ["kind", "is_active"]
    search_fields = ["name", "code"]
    search_help_text = "Tìm theo tên hoặc ký hiệu."
    fields = ["kind", "code", "name", "sort_order", "is_active"]

    def get_readonly_fields(self, request: Any, obj: Any = None) -> list[str]:
        """What kind it is decides where it stands in statements already made."""
        return ["kind"] if obj is not None else []


@admin.register(CashBox)
class CashBoxAdmin(LookOnlyAdmin):
    list_display = ["name", "unit", "kind", "opened_on"]
    list_select_related = ["unit"]
    search_fields = ["name", "unit__search_text"]
    search_help_text = "Tìm theo tên quỹ hoặc đơn vị."


@admin.register(Keeper)
class KeeperAdmin(LookOnlyAdmin):
    list_display = ["box", "member", "valid_from", "valid_to"]
    list_select_related = ["box__unit", "member"]
    search_fields = ["member__search_text", "box__unit__search_text"]
    search_help_text = "Tìm theo hội viên hoặc đơn vị, không cần gõ dấu."


@admin.register(Transaction)
class TransactionAdmin(LookOnlyAdmin):
    list_display = ["code", "day", "unit", "text", "amount_shown"]
    list_filter = ["kind", "year"]
    list_select_related = ["unit"]
    search_fields = ["search_text", "unit__search_text"]
    search_help_text = "Tìm theo nội dung, người nộp, nhận hoặc đơn vị; không cần gõ dấu."
    date_hierarchy = "day"
    readonly_fields = ["amount_in_words"]

    @admin.display(description="số tiền", ordering="amount")
    def amount_shown(self, obj: Transaction) -> str:
        return dong(obj.amount)

    @admin.display(description="bằng chữ")
    def amount_in_words(self, obj: Transaction) -> str:
        return amount_in_words(obj.amount)


@admin.register(CashCount)
class CashCountAdmin(LookOnlyAdmin):
    list_display = ["box", "counted_on", "total_shown", "keeper"]
    list_select_related = ["box__unit"]
    search_fields = ["box__name", "box__unit__search_text"]
    search_help_text = "Tìm theo quỹ hoặc đơn vị."

    @admin.display(description="tiền mặt thực tế", ordering="total")
    def total_shown(self, obj: CashCount) -> str:
        return dong(obj.total)


@admin.register(Closing)
class ClosingAdmin(LookOnlyAdmin):
    list_display = ["book", "year", "month", "closed_at", "reopened_on"]
    list_select_related = ["book"]
    list_filter = ["year"]
    search_fields = ["book__search_text", "decision_no"]
    search_help_text = "Tìm theo đơn vị hoặc số quyết định."


class InstalmentInline(PortalInline):
    model = Instalment
    fields = ["due_on", "amount"]


@admin.register(Loan)
class LoanAdmin(LookOnlyAdmin):
    list_display = ["member", "box", "lent_on", "amount_shown"]
    list_select_related = ["member", "box__unit"]
    search_fields = ["member__search_text", "box__unit__search_text"]
    search_help_text = "Tìm theo người vay hoặc đơn vị, không cần gõ dấu."
    date_hierarchy = "lent_on"
    inlines = [InstalmentInline]

    @admin.display(description="số tiền", ordering="amount")
    def amount_shown(self, obj: Loan) -> str:
        return dong(obj.amount)


@admin.register(Advance)
class AdvanceAdmin(LookOnlyAdmin):
    list_display = ["member", "box", "given_on", "settle_by", "amount_shown"]
    list_select_related = ["member", "box__unit"]
    search_fields = ["member__search_text", "box__unit__search_text"]
    search_help_text = "Tìm theo người nhận hoặc đơn vị, không cần gõ dấu."
    date_hierarchy = "given_on"

    @admin.display(description="số tiền", ordering="amount")
    def amount_shown(self, obj: Advance) -> str:
        return dong(obj.amount)
