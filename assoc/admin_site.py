"""Django's admin under the association's name, behind the portal's own sign-in."""

from typing import Any

from django.contrib.admin import AdminSite, ModelAdmin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.i18n import JavaScriptCatalog

# The order of a working day, news first; within an app by what is opened most.
APP_ORDER = (
    "news",
    "events",
    "emulation",
    "recognition",
    "exemplars",
    "welfare",
    "dues",
    "fund",
    "inspection",
    "reports",
    "members",
    "assoc",
)
MODEL_ORDER = (
    "Post", "Comment", "Section", "Tag", "Page", "FrontPin", "CommentPolicy", "CommentBan",
    "Subscriber", "Mailing",
    "Event", "Minutes", "Attendance", "ResolutionTask", "Registration", "RegistrationTerms",
    "Invitation", "EventNotice", "EventKind", "RegularPlace", "AnnualDay", "ContestResult",
    "Funeral",
    "Compact", "Addendum", "Classification", "Cluster", "Cycle", "Goal", "Target", "CriteriaSet",
    "ScoreSheet", "EvidenceFile", "PeerSheet", "ScoringRules", "Ranking",
    "Dossier", "AwardDecision", "AwardRate", "BaseSalary", "CertificateLayout",
    "Exemplar", "UnitRating", "ExemplarKind",
    "Activity", "WelfareList", "WelfareEntry", "Rate", "WelfareKind", "PublishedQuarter",
    "House", "HouseGift", "HouseStage",
    "DuesRate", "Collection", "Payment", "Waiver",
    "Transaction", "CashBox", "Loan", "Advance", "Keeper", "CashCount", "Closing", "Account",
    "Inspection", "CheckItem",
    "ReportKind", "Report",
    "Member", "Branch", "District", "Unit", "Appointment", "Term", "Position", "Succession",
    "User", "Candidate", "Application", "Transfer", "Departure", "Proposal", "Handover",
    "Decision", "DecisionRule", "AdmissionRule", "AwardKind", "MemberAward", "Discipline",
    "MemberDocument", "Consent", "MemberPass", "PassPrinting", "LetterText", "SavedFilter",
    "Change", "ReadRecord",
    "SiteProfile",
)  # fmt: skip


class PortalAutocomplete(AutocompleteJsonView):
    """Lets each model say how to distinguish one of its rows from another of the same name."""

    model_admin: ModelAdmin

    def serialize_result(self, obj: Any, to_field_name: str) -> dict[str, str]:
        result = super().serialize_result(obj, to_field_name)
        if hasattr(self.model_admin, "autocomplete_text"):
            result["text"] = self.model_admin.autocomplete_text(obj)
        return result


class PortalAdminSite(AdminSite):
    site_header = "Quản trị trang tin điện tử"
    site_title = "Quản trị"
    index_title = "Bàn làm việc quản trị"
    enable_nav_sidebar = True

    @method_decorator(never_cache)
    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Leads to the portal's sign-in, so that there is one door, with one throttle.

        Who is signed in and still has no office that opens the admin is told so, not sent round.
        """
        target = request.GET.get(REDIRECT_FIELD_NAME, "")
        if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
            target = reverse("admin:index", current_app=self.name)
        if self.has_permission(request):
            return redirect(target)
        if request.user.is_authenticated:
            raise PermissionDenied
        return redirect_to_login(target)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """The portal has one page for this."""
        return redirect("members:password")

    def autocomplete_view(self, request: HttpRequest) -> Any:
        return PortalAutocomplete.as_view(admin_site=self)(request)

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """With the words that Django's own Vietnamese catalogue lacks."""
        packages = ["django.contrib.admin", "assoc"]
        return JavaScriptCatalog.as_view(packages=packages)(request)

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        """Says beside a kind of record how many rows wait for somebody to decide."""
        apps = self.get_app_list(request)
        for model in (model for app in apps for model in app["models"]):
            note = getattr(self._registry[model["model"]], "waiting_note", None)
            if note and (text := note(request)):
                model["name"] = f"{model['name']} ({text})"
        return super().index(request, {"app_list": apps, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: Any = None) -> list[Any]:
        """In the order of a working day rather than of the alphabet."""
        apps = super().get_app_list(request, app_label)
        for app in apps:
            app["models"].sort(key=lambda model: _place(model["object_name"], MODEL_ORDER))
        return sorted(apps, key=lambda app: _place(app["app_label"], APP_ORDER))


def _place(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)
