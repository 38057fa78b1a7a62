"""Who signs in. A user has no groups: what they may do follows from offices held today."""

from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower

from kit.text import fold

from .authority import offices_beyond
from .constraints import plain_names
from .derived import DerivedTextField
from .history import tracked
from .offices import Appointment, Position
from .people import Member
from .rights import Degree, Subject
from .units import Unit

if TYPE_CHECKING:
    from .any_user import AnyUser


class UserQuerySet(models.QuerySet["User"]):
    def visible_to(self, user: "AnyUser") -> Self:
        """Accounts of the members whose cards the user keeps."""
        return self._within(user, Degree.READ)

    def _within(self, user: "AnyUser", degree: Degree) -> Self:
        if user.is_authenticated and user.is_active and user.is_superuser:
            return self.all()
        members = Member.objects.open_to(user, degree, Subject.ACCOUNTS)
        return self.filter(member__in=members.order_by().values("pk"))

    def editable_by(self, user: "AnyUser") -> Self:
        """Accounts the user may open, close and give a new password: nobody's with more rights.

        See also `User.outranks`.
        """
        rows = self._within(user, Degree.WRITE)
        if user.is_authenticated and user.is_superuser:
            return rows
        beyond = offices_beyond(user).order_by().values("member")
        return rows.filter(is_superuser=False).exclude(member__in=beyond)

    def in_memory(self) -> Self:
        """Accounts of members who have died. See also `Member.is_in_memory`."""
        return self.filter(member__died_on__isnull=False)

    def in_name_order(self) -> Self:
        return self.order_by("member__sort_key", "username")


class UserManager(BaseUserManager["User"].from_queryset(UserQuerySet)):  # type: ignore[misc]  # made at run time
    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(username=self.model.normalize_username(username or ""))

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(username, password, is_superuser=True, **fields)


@plain_names("name")
@tracked(masked=("password",), ignored=("last_login",))
class User(AbstractBaseUser):
    """An account: of a member, or of an administrator who may be none."""

    username = models.CharField(
        "tên đăng nhập",
        max_length=60,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        error_messages={"unique": "Tên đăng nhập này đã có người dùng."},
    )
    name = models.CharField("tên hiển thị", max_length=100, blank=True)
    email = models.EmailField("thư điện tử", blank=True)
    member = models.OneToOneField(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="user",
        verbose_name="hội viên",
        help_text="Tài khoản này là của hội viên nào; quyền đến từ chức vụ người đó đang giữ.",
    )
    is_active = models.BooleanField(
        "được đăng nhập", default=True, help_text="Bỏ chọn thay vì xóa tài khoản."
    )
    is_superuser = models.BooleanField(
        "quản trị toàn hệ thống", default=False, help_text="Có mọi quyền, không cần chức vụ."
    )
    joined_at = models.DateTimeField("tạo lúc", auto_now_add=True)
    search_text = DerivedTextField(
        sources=("username", "name"), derive=lambda *t: fold(" ".join(t))
    )

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["email"]

    class Meta:
        verbose_name = "tài khoản"
        verbose_name_plural = "tài khoản"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(username=Lower("username")),
                name="members_user_username_in_small_letters",
                violation_error_message="Tên đăng nhập viết chữ thường.",
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """One form, in small letters: a telephone's keyboard begins with a capital."""
        return str(super().normalize_username(username)).strip().lower()

    @property
    def display_name(self) -> str:
        """The name others see: the member's own, else the one given, else the sign-in name."""
        if self.member is not None:
            return self.member.full_name
        return self.name or self.username

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name

    @cached_property
    def offices(self) -> list[Appointment]:
        """Offices held today, with post and unit; asked once per request.

        An office ends with its unit, even where nobody wrote its own end down.
        """
        if not self.is_active or self.member_id is None:
            return []
        held = Appointment.objects.filter(member=self.member_id).in_office().in_protocol_order()
        held = held.select_related("unit__parent")
        return [office for office in held if office.unit.is_on()]

    @property
    def rights(self) -> set[str]:
        """Rights (`Position.Right`) that today's offices carry."""
        return {office.position.right for office in self.offices} - {Position.Right.NONE}

    def may(self, subject: Subject, degree: Degree = Degree.READ) -> bool:
        """Whether the user may do so in some unit. See also `scope.units_where`."""
        return self.is_active and (self.is_superuser or bool(self.offices_with(subject, degree)))

    def offices_with(self, subject: Subject, degree: Degree = Degree.READ) -> list[Appointment]:
        """Today's offices that give that degree in the subject, the highest first."""
        return [office for office in self.offices if office.position.may(subject, degree)]

    def only_reads(self, subject: Subject) -> bool:
        """Whether some office lets the user read of a subject what it doesn't let them change."""
        reading = self.offices_with(subject)
        return reading != self.offices_with(subject, Degree.WRITE) and not self.is_superuser

    @cached_property
    def _associations(self) -> set[int]:
        return set(Unit.objects.associations().values_list("pk", flat=True))

    def covers_all(self, subject: Subject, degree: Degree = Degree.READ) -> bool:
        """Whether there is no unit where the user may not do so: the lists need not look up each
        card's branch then."""
        if self.is_superuser:
            return self.is_active
        tops = {o.unit_id for o in self.offices_with(subject, degree) if o.unit.level == 0}
        return bool(tops) and self._associations <= tops

    @property
    def manages_one_branch(self) -> bool:
        """Whether all that the user sees is the book of one branch: no list need ask which."""
        kept = {o.unit_id: o.unit for o in self.offices_with(Subject.MEMBERS)}
        is_branch = [unit.level == Unit.Level.BRANCH for unit in kept.values()]
        return is_branch == [True] and not self.is_superuser

    def outranks(self, other: "User") -> bool:
        """Whether this account has rights that the other's do not cover.

        Two people may outrank each other, each in the own unit. See also `UserQuerySet.editable_by`.
        """
        if self.is_superuser or other.is_superuser:
            return not other.is_superuser
        return offices_beyond(other).filter(member=self.member_id).exists()

    @property
    def opens_desk(self) -> bool:
        """Whether the officers' workspace opens: for any right that an office carries today."""
        return self.is_active and (self.is_superuser or bool(self.rights))

    @property
    def is_staff(self) -> bool:
        """Whether the admin opens: by office, or for a superuser."""
        return self.is_active and (
            self.is_superuser or any(office.position.opens_admin for office in self.offices)
        )

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Django's permission question, for the admin alone; the site asks `visible_to`."""
        return self.is_active and (self.is_superuser or perm in self.permissions)

    def has_perms(self, perm_list: list[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and (
            self.is_superuser or any(perm.startswith(f"{app_label}.") for perm in self.permissions)
        )

    @cached_property
    def permissions(self) -> frozenset[str]:
        """Django permissions that today's rights open in the admin: `ADMIN_PERMISSIONS`."""
        return frozenset().union(
            *(ADMIN_PERMISSIONS.get(right, frozenset()) for right in self.rights)
        )


def _perms(verbs: str, *models_: str) -> frozenset[str]:
    return frozenset(
        f"{app}.{verb}_{model}"
        for app, model in (name.split(".") for name in models_)
        for verb in verbs.split()
    )


# What each right opens in the admin, on one screen. Names only, so that the ground floor imports
# nothing from above. Nobody but a superuser touches accounts, posts and the rights they carry.
_GROUND = (
    "unit",
    "district",
    "branch",
    "succession",
    "member",
    "membership",
    "term",
    "appointment",
    "expectedpost",
    "admissionrule",
    "decisionrule",
    "awardkind",
)
# Steps of joining and leaving follow their tables at the desk; the admin only shows them.
_SHOWN = (
    "candidate", "application", "transfer", "departure", "proposal", "decision", "handover",
)  # fmt: skip
_ROOMS = (
    "events.event", "events.eventhost", "events.guest", "events.programmeitem", "events.eventphoto",
    "events.eventkind", "events.regularplace", "events.annualday", "events.formerday",
    "welfare.visitor", "welfare.welfarekind", "welfare.rate",
    "emulation.cluster", "emulation.clustermembership", "emulation.clusterhead", "emulation.compact",
    "emulation.section", "emulation.clause", "emulation.target", "emulation.targetresult",
    "emulation.signature", "emulation.classification",
)  # fmt: skip
_NEWS_RULES = ("news.commentpolicy", "news.commentban")
_NEWS = (
    "news.post",
    "news.photo",
    "news.attachment",
    "news.tag",
    "news.comment",
    "news.page",
    "news.frontpin",
)
ADMIN_PERMISSIONS: dict[str, frozenset[str]] = {
    Position.Right.NEWS_EDITOR: _perms("view add change delete", *_NEWS)
    | _perms("view add change", "news.section")
    | _perms("view change", *_NEWS_RULES)
    | _perms("view", "events.event", "emulation.compact", "members.unit"),
    Position.Right.CITY_OFFICE: _perms("view add change delete", *_ROOMS, *_NEWS)
    # Care given is a book of account: an entry can be corrected, never made to vanish.
    | _perms(
        "view add change",
        "welfare.activity",
        "welfare.healthreason",
        "news.section",
        "reports.reportkind",
    )
    | _perms("view add change", *(f"members.{name}" for name in _GROUND))
    | _perms("view change", *_NEWS_RULES, "assoc.siteprofile")
    # Lists of who is due, attendance and minutes follow their steps at the desk.
    | _perms("view", "welfare.welfarelist", "welfare.welfareentry")
    | _perms("view", "welfare.publishedquarter", "welfare.publicfigure")
    | _perms("view", "emulation.criteriaset", "emulation.criterion", "emulation.cycle")
    | _perms("view", "emulation.addendum")
    | _perms("view", "emulation.scoresheet", "emulation.mark", "emulation.extension")
    | _perms("view", "emulation.evidencefile", "emulation.scoringrules", "emulation.ranking")
    | _perms("view", "emulation.peersheet", "emulation.peermark")
    | _perms("view", "emulation.goal")
    | _perms("view", "events.attendance", "events.minutes", "events.resolutiontask")
    | _perms("view", "events.contestresult", "events.funeral", "events.invitation")
    | _perms("view", "events.registration", "events.registrationterms", "events.eventnotice")
    | _perms("view", "welfare.house", "welfare.housegift", "welfare.housestage")
    # Dues: rates at the office's hand; money and waivers are written at the desk alone.
    | _perms("view add change delete", "dues.duesrate")
    | _perms("view", "dues.collection", "dues.payment", "dues.waiver")
    # The fund likewise: what it is spent on at the office's hand, vouchers at the desk alone.
    | _perms("view add change", "fund.account")
    | _perms(
        "view",
        "fund.cashbox",
        "fund.keeper",
        "fund.transaction",
        "fund.cashcount",
        "fund.closing",
        "fund.loan",
        "fund.instalment",
        "fund.advance",
    )
    | _perms("view add change delete", "recognition.awardrate", "recognition.basesalary")
    | _perms("view", "recognition.dossier", "recognition.nominee")
    | _perms(
        "view", "recognition.awarddecision", "recognition.grant", "recognition.certificatelayout"
    )
    | _perms("view add change delete", "exemplars.exemplarkind")
    | _perms("view", "exemplars.exemplar", "exemplars.exemplarfigure", "exemplars.adoption")
    | _perms("view", "exemplars.unitrating", "exemplars.ratingmark")
    # What an inspection asks is the office's; what it found is the board's, at the desk.
    | _perms("view add change", "inspection.checkitem")
    | _perms("view", "inspection.inspection", "inspection.finding")
    | _perms("view", "members.position", "members.user", "members.readrecord", "members.change")
    | _perms("view", *(f"members.{name}" for name in _SHOWN)),
}
