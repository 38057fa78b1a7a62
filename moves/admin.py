"""Joining, leaving and handing over, to be looked at: the steps are taken at the desk, which keeps
their order; and the association's rule about them, which is set here."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.http import HttpRequest

from members.admin_tools import LookOnlyAdmin, PortalAdmin, ReadRecordedMixin
from members.models import (
    AdmissionRule,
    Application,
    Candidate,
    Decision,
    DecisionRule,
    Departure,
    Handover,
    Proposal,
    Transfer,
)


class RuleAdmin(PortalAdmin):
    """A rule that gains a column shows it here by itself, after the groups that are named."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        groups = list(super().get_fieldsets(request, obj))
        named = flatten_fieldsets(groups)
        rest = [
            name
            for name in self.get_form(request, obj, fields=None).base_fields
            if name not in named
        ]
        return [*groups, ("Quy định khác", {"fields": rest})] if rest else groups


@admin.register(AdmissionRule)
class AdmissionRuleAdmin(RuleAdmin):
    list_display = ["valid_from", "valid_to", "unit", "transfer_days", "undo_days"]
    list_select_related = ["unit"]
    fieldsets = [
        (None, {"fields": ["unit", ("valid_from", "valid_to")]}),
        (
            "Kết nạp lại",
            {"fields": ["readmissions", "bars_resigned", "bars_absent", "bars_expelled"]},
        ),
        ("Bầu cử", {"fields": ["elects_honorary", "elects_associates"]}),
        ("Thời hạn", {"fields": ["transfer_days", "undo_days"]}),
    ]


@admin.register(DecisionRule)
class DecisionRuleAdmin(RuleAdmin):
    list_display = ["matter", "decided_by", "branch_share", "decider_share", "valid_from", "source"]
    list_filter = ["matter"]
    list_select_related = ["unit"]
    fieldsets = [
        (None, {"fields": ["unit", "matter", ("valid_from", "valid_to")]}),
        ("Ai quyết định", {"fields": ["decided_by", "allows_paper"]}),
        ("Biểu quyết", {"fields": ["branch_share", "decider_share"]}),
        ("Căn cứ", {"fields": ["source"]}),
    ]


@admin.register(Candidate)
class CandidateAdmin(ReadRecordedMixin, LookOnlyAdmin):
    list_display = ["full_name", "birth_year", "unit", "state", "found_on"]
    list_filter = ["state"]
    list_select_related = ["unit"]
    search_fields = ["search_text", "unit__search_text"]
    search_help_text = "Tìm theo họ tên, điện thoại, chi hội; không cần gõ dấu."


@admin.register(Application)
class ApplicationAdmin(ReadRecordedMixin, LookOnlyAdmin):
    list_display = ["full_name", "unit", "applied_on", "state", "decision"]
    list_filter = ["state"]
    list_select_related = ["unit", "decision"]
    search_fields = ["search_text", "unit__search_text", "decision__search_text"]
    search_help_text = "Tìm theo họ tên, chi hội, số quyết định; không cần gõ dấu."
    date_hierarchy = "applied_on"


@admin.register(Transfer)
class TransferAdmin(ReadRecordedMixin, LookOnlyAdmin):
    list_display = ["member", "source", "target", "moves_on", "due_on", "state"]
    list_filter = ["state"]
    list_select_related = ["membership__member", "source", "target"]
    search_fields = [
        "membership__member__search_text",
        "source__search_text",
        "target__search_text",
    ]
    search_help_text = "Tìm theo hội viên, nơi chuyển, nơi nhận; không cần gõ dấu."

    @admin.display(description="hội viên", ordering="membership__member__sort_key")
    def member(self, obj: Transfer) -> str:
        return str(obj.member)


@admin.register(Departure)
class DepartureAdmin(ReadRecordedMixin, LookOnlyAdmin):
    list_display = ["member", "unit", "kind", "left_on", "decision", "undone_at"]
    list_filter = ["kind"]
    list_select_related = ["membership__member", "membership__unit__parent", "decision"]
    search_fields = ["membership__member__search_text", "decision__search_text"]
    search_help_text = "Tìm theo hội viên, số quyết định; không cần gõ dấu."
    date_hierarchy = "left_on"

    @admin.display(description="hội viên", ordering="membership__member__sort_key")
    def member(self, obj: Departure) -> str:
        return str(obj.member)

    @admin.display(description="chi hội", ordering="membership__unit")
    def unit(self, obj: Departure) -> str:
        return obj.membership.unit.distinct_label


@admin.register(Proposal)
class ProposalAdmin(ReadRecordedMixin, LookOnlyAdmin):
    list_display = ["member", "unit", "matter", "decider", "state", "decision"]
    list_filter = ["matter", "state"]
    list_select_related = [
        "membership__member", "membership__unit__parent", "decider", "decision",
    ]  # fmt: skip
    search_fields = ["membership__member__search_text", "decision__search_text"]
    search_help_text = "Tìm theo hội viên, số quyết định; không cần gõ dấu."

    @admin.display(description="hội viên", ordering="membership__member__sort_key")
    def member(self, obj: Proposal) -> str:
        return str(obj.member)

    @admin.display(description="chi hội", ordering="membership__unit")
    def unit(self, obj: Proposal) -> str:
        return obj.membership.unit.distinct_label


@admin.register(Decision)
class DecisionAdmin(LookOnlyAdmin):
    list_display = ["code", "unit", "signed_on", "subject"]
    list_filter = ["kind", "year"]
    list_select_related = ["unit"]
    search_fields = ["search_text", "unit__search_text"]
    search_help_text = "Tìm theo số, trích yếu, đơn vị; không cần gõ dấu."


@admin.register(Handover)
class HandoverAdmin(LookOnlyAdmin):
    list_display = ["appointment", "successor", "made_at", "made_by"]
    list_select_related = [
        "appointment__member", "appointment__position", "appointment__unit", "successor",
        "made_by__member",
    ]  # fmt: skip
    search_fields = ["appointment__member__search_text", "appointment__unit__search_text"]
    search_help_text = "Tìm theo người bàn giao, đơn vị; không cần gõ dấu."
