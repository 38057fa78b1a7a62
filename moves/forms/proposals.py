"""Forms of proposals to strike off or to discipline, and of what is decided about them."""

from typing import Any

from django import forms

from desk.forms import SuggestedNumbers, TokenForm, count, line, own_active, past_day
from kit.lists import ListFilters
from members.books import objections
from members.fields import PersonField
from members.models import Decision, Proposal, ScanFormField, User
from members.models.proposals import ProposalMove, ProposalSide

from ..actions.decisions import NEEDS_SCAN


class ProposalForm(TokenForm, forms.ModelForm):
    """Whom a branch proposes to strike off or to discipline, and why."""

    class Media:
        js = (forms.Script("js/fitting.js", type="module"),)

    member = PersonField(label="Đồng chí được xét")
    met_on = past_day("Ngày chi hội họp xét", required=False)
    branch_present = count("Số hội viên dự họp", required=False)
    branch_for = count("Số người đồng ý", required=False)

    class Meta:
        model = Proposal
        fields = ["matter", "ground", "reason", "met_on", "branch_present", "branch_for",
                  "books_reason"]  # fmt: skip

    field_order = ("member", "matter", "ground", "reason", "met_on", "branch_present",
                   "branch_for", "books_reason", "token")  # fmt: skip

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = dict(self.fields)
        fields["member"].queryset = own_active(user)
        fields["matter"].choices = [("", "Chọn việc đề nghị"), *Proposal.Matter.choices]
        fields["matter"].error_messages["required"] = "Chưa chọn việc đề nghị."
        fields["ground"].choices = [("", "Chọn căn cứ (chỉ khi xóa tên)"), *_grounds()]
        fields["reason"].help_text = "Bắt buộc khi kỷ luật."
        fields["books_reason"].help_text = "Chỉ ghi khi trang báo rằng sổ sách ghi khác với căn cứ."
        for name in ("ground", "reason", "met_on", "branch_present", "branch_for", "books_reason"):
            fields[name].depends = True  # see the field's template
        fields["matter"].widget.attrs["data-governs"] = ""
        for name in ("ground", "books_reason"):
            fields[name].widget.attrs["data-for"] = Proposal.Matter.STRIKE_OFF

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("matter") != Proposal.Matter.STRIKE_OFF:
            cleaned["ground"] = cleaned["books_reason"] = ""
        return cleaned

    def _get_validation_exclusions(self) -> set[str]:
        # The action asks for them, and says so beside the box.
        asked = {"ground", "reason", "branch_for", "branch_present"}
        return super()._get_validation_exclusions() | asked  # type: ignore[misc]  # Django's own


def _grounds() -> list[tuple[str, str]]:
    field: Any = Proposal._meta.get_field("ground")
    return [choice for choice in field.choices if choice[0]]


class DecideForm(SuggestedNumbers):
    """What the unit above decided: number, day, votes, who signed; copied from paper, its scan."""

    suggests = ("code",)

    code = line("Số quyết định", 60)
    decided_on = past_day("Ngày quyết định")
    committee_present = count("Số ủy viên Ban Chấp hành dự họp")
    committee_for = count("Số ủy viên đồng ý")
    left_on = past_day("Không còn là hội viên từ ngày")
    signer = line("Người ký", 100, required=False)
    signer_post = line("Chức vụ người ký", 100, required=False)
    books_reason = line("Vì sao vẫn quyết định", 300, required=False)
    scan = ScanFormField(
        label="Bản chụp quyết định",
        error_messages={"required": NEEDS_SCAN},
        help_text="Tệp PDF hoặc ảnh chụp bản giấy.",
    )

    def __init__(self, *args: Any, proposal: Proposal, move: ProposalMove, **kwargs: Any) -> None:
        self.proposal, self.is_copy = proposal, move.side == ProposalSide.COPIER
        super().__init__(*args, **kwargs)
        if self.is_copy:
            self.fields["code"].help_text = "Chép đúng số ghi trên quyết định."
        else:
            del self.fields["scan"]
        if not proposal.rule().decider_share:
            self.fields["committee_present"].required = False
            self.fields["committee_for"].required = False
        if not proposal.ends_stay:
            del self.fields["left_on"]
        says = objections(proposal.member, proposal.ground) if proposal.ground else ""
        if not says or says[:300] == proposal.books_say:
            del self.fields["books_reason"]
        else:
            self.fields["books_reason"].help_text = says

    def clean(self) -> dict[str, Any]:
        """A number left as it was suggested is the next of the year chosen."""
        cleaned = super().clean() or {}
        if not self.is_copy and cleaned.get("decided_on") and self.is_as_suggested("code"):
            cleaned["code"] = Decision.objects.next_code(
                self.proposal.decider, Decision.Kind.DECISION, cleaned["decided_on"]
            )
        return cleaned


class ProposalFilters(ListFilters):
    tinh_trang = forms.ChoiceField(
        label="Tình trạng",
        required=False,
        choices=[
            ("", "Đang chờ quyết định"),
            ("tat-ca", "Tất cả"),
            *(choice for choice in Proposal.State.choices if choice[0] != Proposal.State.WAITING),
        ],
    )
