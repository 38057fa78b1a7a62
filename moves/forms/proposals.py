"""Forms of proposals to strike off or to discipline, and of what is decided about them."""

from typing import Any

from django import forms

from desk.forms import (
    StepForm,
    SuggestedNumbers,
    TokenForm,
    count_field,
    line,
    own_active,
    past_day,
)
from kit.dates import local_today
from kit.lists import ListFilters
from kit.workflow import form_for
from members.books import objections
from members.fields import PersonField
from members.models import Decision, Proposal, ScanFormField, User
from members.models.proposals import ProposalStep

from ..actions.decisions import NEEDS_SCAN
from .decisions import number_and_head, votes_required


class ProposalForm(TokenForm, forms.ModelForm):
    """Whom a branch proposes to strike off or to discipline, and why."""

    class Media:
        js = (forms.Script("js/fitting.js", type="module"),)

    member = PersonField(label="Đồng chí được xét")
    met_on = past_day("Ngày chi hội họp xét", required=False)
    branch_present = count_field("Số hội viên dự họp", required=False)
    branch_for = count_field("Số người đồng ý", required=False)

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
        checked_later = {"ground", "reason", "branch_for", "branch_present"}
        return super()._get_validation_exclusions() | checked_later  # type: ignore[misc]  # Django's own


def _grounds() -> list[tuple[str, str]]:
    field: Any = Proposal._meta.get_field("ground")
    return [choice for choice in field.choices if choice[0]]


@form_for(ProposalStep.DECIDE, ProposalStep.COPY)
class DecideForm(SuggestedNumbers, StepForm):
    """What the unit above decided: number, day, votes, who signed; copied from paper, its scan."""

    suggests = ("code",)

    code = line("Số quyết định", 60)
    decided_on = past_day("Ngày quyết định")
    committee_present = count_field("Số ủy viên Ban Chấp hành dự họp")
    committee_for = count_field("Số ủy viên đồng ý")
    left_on = past_day("Không còn là hội viên từ ngày")
    signer = line("Người ký", 100, required=False)
    signer_post = line("Chức vụ người ký", 100, required=False)
    books_reason = line("Vì sao vẫn quyết định", 300, required=False)
    scan = ScanFormField(
        label="Bản chụp quyết định",
        error_messages={"required": NEEDS_SCAN},
        help_text="Tệp PDF hoặc ảnh chụp bản giấy.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        proposal = self.record
        if self.is_copy:
            self.fields["code"].help_text = "Chép đúng số ghi trên quyết định."
        else:
            del self.fields["scan"]
        if not proposal.rule().decider_share:
            self.fields["committee_present"].required = False
            self.fields["committee_for"].required = False
        if not proposal.ends_membership:
            del self.fields["left_on"]
        says = objections(proposal.member, proposal.ground) if proposal.ground else ""
        if not says or says[:300] == proposal.books_say:
            del self.fields["books_reason"]
        else:
            self.fields["books_reason"].help_text = says

    @property
    def is_copy(self) -> bool:
        """Whether a branch copies the decision from the paper of the unit above."""
        return self.step is ProposalStep.COPY

    def suggested(self) -> dict[str, Any]:
        today = f"{local_today():%d/%m/%Y}"
        number = number_and_head(self.record.decider, self.user)
        return {"decided_on": today, "left_on": today, **number}

    @property
    def intro(self) -> str:
        row = self.record
        return " ".join(filter(None, [
            votes_required(row.rule().decider_share, "số ủy viên dự họp"),
            f"Chép theo đúng bản giấy của {row.decider} và kèm bản chụp." if self.is_copy else "",
            "Ghi xong, chức vụ của đồng chí kết thúc và tài khoản ngừng hoạt động."
            if row.ends_membership else "",
        ]))  # fmt: skip

    @property
    def facts(self) -> dict[str, Any]:
        """A box that the matter has no use for is left out of the form."""
        return {
            "left_on": None,
            "committee_present": None,
            "committee_for": None,
        } | self.cleaned_data

    def clean(self) -> dict[str, Any]:
        """A number left as it was suggested is the next of the year chosen."""
        cleaned = super().clean() or {}
        if not self.is_copy and cleaned.get("decided_on") and self.is_as_suggested("code"):
            cleaned["code"] = Decision.objects.next_code(
                self.record.decider, Decision.Kind.DECISION, cleaned["decided_on"]
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
