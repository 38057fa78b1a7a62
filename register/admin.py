"""The members' book: consents, papers, saved filters, cards, texts. Looked at here, written at the desk.

What needs consent, and portraits, are not shown at all: the desk writes down who opens them.
"""

from django.contrib import admin

from members.admin_tools import CodedForm, LookOnlyAdmin, PortalAdmin, ReadRecordedMixin
from members.models import (
    AwardKind,
    Consent,
    Discipline,
    LetterText,
    MemberAward,
    MemberDocument,
    MemberPass,
    PassPrinting,
    SavedFilter,
)


@admin.register(Consent)
class ConsentAdmin(ReadRecordedMixin, LookOnlyAdmin):
    list_display = ["member", "purpose", "channel", "given_on", "withdrawn_on", "recorded_by"]
    list_filter = ["purpose", "channel"]
    list_select_related = ["member", "recorded_by__member"]
    search_fields = ["member__search_text"]
    search_help_text = "Tìm theo hội viên, không cần gõ dấu."


@admin.register(MemberDocument)
class MemberDocumentAdmin(ReadRecordedMixin, LookOnlyAdmin):
    list_display = ["member", "kind", "issued_on", "expires_on", "readers", "uploaded_by"]
    list_filter = ["kind", "readers"]
    list_select_related = ["member", "uploaded_by__member"]
    search_fields = ["member__search_text"]
    search_help_text = "Tìm theo hội viên, không cần gõ dấu."
    # The scan has no address of its own: it is opened at the desk.
    exclude = ["file"]


@admin.register(AwardKind)
class AwardKindAdmin(PortalAdmin):
    form = CodedForm
    delete_advice = "Loại đã tặng thì ghi ngày kết thúc thay vì xóa; khen thưởng cũ giữ nguyên."
    list_display = ["name", "group", "authority", "valid_from", "valid_to", "order"]
    list_filter = ["group"]
    search_fields = ["search_text"]
    search_help_text = "Tìm theo tên, không cần gõ dấu."
    fields = [
        "name", "code", "group", "has_classes", "authority", "is_given_above",
        ("for_person", "for_collective", "for_household"), ("valid_from", "valid_to"), "order",
    ]  # fmt: skip


@admin.register(MemberAward)
class MemberAwardAdmin(ReadRecordedMixin, LookOnlyAdmin):
    list_display = ["member", "label", "year", "authority", "decision_no", "revoked_on"]
    list_filter = ["kind", "year"]
    list_select_related = ["member", "kind"]
    search_fields = ["member__search_text", "kind__search_text"]
    search_help_text = "Tìm theo hội viên, danh hiệu, hình thức; không cần gõ dấu."
    exclude = ["document"]


@admin.register(Discipline)
class DisciplineAdmin(ReadRecordedMixin, LookOnlyAdmin):
    list_display = ["member", "kind", "valid_from", "valid_to", "decision_no"]
    list_filter = ["kind"]
    list_select_related = ["member"]
    search_fields = ["member__search_text"]
    search_help_text = "Tìm theo hội viên, không cần gõ dấu."


@admin.register(SavedFilter)
class SavedFilterAdmin(LookOnlyAdmin):
    list_display = ["name", "user", "unit", "made_at"]
    list_select_related = ["user__member", "unit"]
    search_fields = ["user__search_text", "user__member__search_text"]
    search_help_text = "Tìm theo người lưu, không cần gõ dấu."


@admin.register(MemberPass)
class MemberPassAdmin(ReadRecordedMixin, LookOnlyAdmin):
    list_display = ["member", "issued_at", "issued_by", "withdrawn_at", "why"]
    list_filter = ["why"]
    list_select_related = ["member", "issued_by__member"]
    search_fields = ["member__search_text"]
    search_help_text = "Tìm theo hội viên, không cần gõ dấu."


@admin.register(PassPrinting)
class PassPrintingAdmin(LookOnlyAdmin):
    list_display = ["printed_at", "printed_by", "unit", "count", "words"]
    list_select_related = ["printed_by__member", "unit"]
    search_fields = ["unit__search_text"]
    search_help_text = "Tìm theo đơn vị in, không cần gõ dấu."
    # A printing may hold hundreds of cards; each stands at its member.
    exclude = ["passes"]


@admin.register(LetterText)
class LetterTextAdmin(LookOnlyAdmin):
    list_display = ["name", "kind", "unit", "updated_at"]
    list_filter = ["kind"]
    list_select_related = ["unit"]
    search_fields = ["unit__search_text"]
    search_help_text = "Tìm theo đơn vị, không cần gõ dấu."
