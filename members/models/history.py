"""Who changed what, when, from what to what: one append-only table for the whole house.

`@tracked` on a model writes a `Change` at every `save()` and `delete()`, the admin's included, in
the transaction of the change itself. `update()` and `bulk_create()` send no signal: for tracked
models they stand in `members.history` only, and tests/test_history_held.py refuses them elsewhere.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self, TypeVar

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, ObjectDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.db.models.signals import m2m_changed, post_save, pre_delete, pre_save
from django.utils import timezone
from django.utils.text import capfirst

from kit.dates import ZONE
from kit.text import fold

from ..actor import current_actor
from .derived import DerivedTextField
from .rights import Degree, Subject

if TYPE_CHECKING:
    from .any_user import AnyUser

M = TypeVar("M", bound=type[models.Model])
SHOWN = 120  # letters of a value in a sentence
KEPT = 2_000  # letters of a value that can still be put back


@dataclass(frozen=True)
class Tracking:
    """How one model's history is kept."""

    model: type[models.Model]
    about: str  # path to the record on whose page it is told, "section.compact"; "" for its own
    # QuerySet method that says whose history a user may read; "" for the office alone. A history tells
    # all of a record, so it is for those who keep its unit: never for a unit below that reads its own
    # part, nor for one beside. Of what hangs on another record, it narrows that one's readers.
    readers: str
    masked: frozenset[str]
    ignored: frozenset[str]
    records_creation: bool
    by_paper: frozenset[str]  # written with a paper of its own, and put back with that alone

    @property
    def fields(self) -> list[models.Field]:
        return [
            field
            for field in self.model._meta.concrete_fields
            if not field.primary_key
            and field.name not in self.ignored
            and not isinstance(field, DerivedTextField)
            and not getattr(field, "auto_now", False)
        ]

    def about_of(self, record: models.Model) -> tuple[str, int]:
        if not self.about:
            return label_of(record), record.pk
        *path, last = self.about.split(".")
        for name in path:
            record = getattr(record, name)
        field: Any = record._meta.get_field(last)
        return label_of(field.related_model), getattr(record, field.attname)


TRACKED: dict[str, Tracking] = {}


def label_of(model: models.Model | type[models.Model]) -> str:
    """The name that a model goes by here: a proxy's history is its parent's."""
    return model._meta.concrete_model._meta.label_lower  # type: ignore[union-attr]  # never abstract


def tracked(
    *,
    about: str = "",
    readers: str = "",
    masked: Iterable[str] = (),
    ignored: Iterable[str] = (),
    many: Iterable[str] = (),
    records_creation: bool = True,
    by_paper: Iterable[str] = (),
) -> Callable[[M], M]:
    """Class decorator: the history of this model is kept.

    `masked` fields are recorded as changed, their values kept nowhere here; `many` names
    many-to-many fields; `about` and `readers` as in `Tracking`. Denied by default.
    """

    def register(model: M) -> M:
        TRACKED[model._meta.label_lower] = Tracking(
            model, about, readers, frozenset(masked), frozenset(ignored), records_creation,
            frozenset(by_paper),
        )  # fmt: skip
        pre_save.connect(_before_save, sender=model)
        post_save.connect(_after_save, sender=model)
        pre_delete.connect(_before_delete, sender=model)
        for name in many:
            through: Any = getattr(model, name).through
            m2m_changed.connect(_many_changed, sender=through)
        return model

    return register


class ChangeQuerySet(models.QuerySet["Change"]):
    def of(self, record: models.Model) -> Self:
        """Everything shown on this record's page, what hangs on it included."""
        return self.filter(about_model=label_of(record), about_id=record.pk)

    def of_any(self, records: models.QuerySet[Any]) -> Self:
        """What is shown on the pages of several records of one model."""
        return self.filter(
            about_model=label_of(records.model), about_id__in=records.order_by().values("pk")
        )

    def visible_to(self, user: "AnyUser") -> Self:
        """History of the records that the user keeps; of what has no keeper, to the office alone."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_superuser or user.may(Subject.MEMBERS, Degree.DECIDE):
            return self.all()
        seen, hidden = Q(pk__in=[]), Q(pk__in=[])
        for label, tracking in TRACKED.items():
            if not tracking.readers:
                continue
            manager: Any = tracking.model._default_manager
            records = getattr(manager.all(), tracking.readers)(user).order_by().values("pk")
            if tracking.about:
                hidden |= Q(model=label) & ~Q(object_id__in=records)
            else:
                seen |= Q(about_model=label, about_id__in=records)
        return self.filter(seen).exclude(hidden)

    def newest_first(self) -> Self:
        return self.order_by("-at", "-pk")


class Change(models.Model):
    """One change of one record. Nothing here is ever edited."""

    class Action(models.TextChoices):
        CREATED = "created", "ghi mới"
        CHANGED = "changed", "đổi"
        DELETED = "deleted", "xóa"
        UNDONE = "undone", "hoàn tác"

    model = models.CharField("loại hồ sơ", max_length=60)
    object_id = models.PositiveBigIntegerField("mã hồ sơ")
    object_name = models.CharField("hồ sơ", max_length=160)
    about_model = models.CharField("thuộc loại hồ sơ", max_length=60)
    about_id = models.PositiveBigIntegerField("thuộc hồ sơ")
    action = models.CharField("việc", max_length=8, choices=Action)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người sửa",
    )
    # As it was that day: "Thư ký Trần Văn A", or the job that did it.
    who = models.CharField("ai", max_length=160)
    at = models.DateTimeField("lúc", default=timezone.now)
    # [{"field", "name", "old", "new"[, "from", "to"]}]: values in words, and, where they can be put
    # back, as they were. A masked one has its name only.
    diff = models.JSONField("thay đổi", default=list, blank=True, encoder=DjangoJSONEncoder)
    search_text = DerivedTextField(
        sources=("object_name", "who"), derive=lambda *t: fold(" ".join(t))
    )

    # Whether another record's page tells it too, and so must name what was changed.
    is_shown_elsewhere = False

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "thay đổi"
        verbose_name_plural = "lịch sử thay đổi"
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["about_model", "about_id", "-at"], name="members_change_about"),
            models.Index(fields=["model", "object_id", "-at"], name="members_change_object"),
            models.Index(fields=["-at"], name="members_change_at"),
        ]

    def __str__(self) -> str:
        return f"{self.who}: {self.get_action_display()} {self.object_name}"

    @property
    def moment(self) -> str:
        """09:12 24/11/2026."""
        return f"{self.at.astimezone(ZONE):%H:%M %d/%m/%Y}"

    @property
    def sentences(self) -> list[str]:
        """What was done, in words, a line each."""
        subject = (
            ""
            if self.object_is_page and not self.is_shown_elsewhere
            else f"{self.kind} “{self.object_name}”"
        )
        if self.action == self.Action.CREATED:
            return [f"ghi mới {subject}".strip() if subject else "lập hồ sơ"]
        if self.action == self.Action.DELETED:
            return [f"xóa {subject}" if subject else "xóa hồ sơ"]
        verb = "trả lại" if self.action == self.Action.UNDONE else "đổi"
        ending = f" ({subject})" if subject else ""
        return [f"{verb} {_line_text(line)}{ending}" for line in self.diff]

    @property
    def object_is_page(self) -> bool:
        return (self.model, self.object_id) == (self.about_model, self.about_id)

    @property
    def kind(self) -> str:
        tracking = TRACKED.get(self.model)
        return str(tracking.model._meta.verbose_name) if tracking else self.model

    @property
    def can_be_put_back(self) -> bool:
        """Whether every value before is still known, and none was written with a paper."""
        tracking = TRACKED.get(self.model)
        by_paper = tracking.by_paper if tracking else frozenset()
        is_edit = self.action == self.Action.CHANGED and bool(self.diff)
        return is_edit and all(
            "from" in line and line["field"] not in by_paper for line in self.diff
        )


def _line_text(line: dict[str, Any]) -> str:
    name = line["name"]
    if "old" not in line:
        return f"{name} (không hiện)"
    if "added" in line:
        return f"{name}: {line['old']}"
    old, new = line["old"], line["new"]
    if not old:
        return f"{name} thành “{new}” (trước để trống)"
    return f"{name} từ “{old}” thành “{new}”" if new else f"{name}: bỏ “{old}”, để trống"


# --- Telling changes apart --------------------------------------------------------------------


def values_of(record: models.Model, fields: Iterable[models.Field]) -> dict[str, Any]:
    """The record's values as its columns hold them."""
    return {field.attname: _clean(field, getattr(record, field.attname)) for field in fields}


def _clean(field: Any, value: Any) -> Any:
    if isinstance(field, models.FileField):
        return getattr(value, "name", value) or ""
    if isinstance(field, models.JSONField) or hasattr(value, "resolve_expression"):
        return value
    try:
        # A number typed as text is no change.
        return field.target_field.to_python(value) if field.is_relation else field.to_python(value)
    except (ValidationError, TypeError, ValueError):
        return value  # what the column would refuse, the save refuses in a moment


def changed_values(
    tracking: Tracking, fields: Iterable[models.Field], old: dict[str, Any], new: dict[str, Any]
) -> list[dict[str, Any]]:
    """The lines of `Change.diff`."""
    lines = []
    for field in fields:
        before, after = old.get(field.attname), new[field.attname]
        if before == after or (not before and not after and isinstance(before, str | None)):
            continue
        line: dict[str, Any] = {"field": field.name, "name": capfirst(field.verbose_name)}
        if field.name not in tracking.masked:
            line |= {"old": _display_of(field, before), "new": _display_of(field, after)}
            if not isinstance(field, models.FileField) and len(str(before)) <= KEPT:
                line |= {"from": before, "to": after if len(str(after)) <= KEPT else None}
        lines.append(line)
    return lines


def _display_of(field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if field.is_relation:
        lookup = {field.target_field.name: value}  # mostly the primary key
        related = field.related_model._base_manager.filter(**lookup).first()
        return str(related) if related else str(value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    match value:
        case bool():
            return "có" if value else "không"
        case dt.datetime():
            return f"{value.astimezone(ZONE):%H:%M %d/%m/%Y}"
        case dt.date():
            return f"{value:%d/%m/%Y}"
    if isinstance(field, models.FileField):
        return str(value).rpartition("/")[2]
    text = " ".join(str(value).split())
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def change_for(
    record: models.Model, action: str, diff: list[dict[str, Any]] | None = None
) -> "Change":
    """An unsaved line about this record, in the name of whoever acts now."""
    tracking = TRACKED[label_of(record)]
    about_model, about_id = tracking.about_of(record)
    actor = current_actor()
    try:
        # Where the plain name tells more than everybody may read who sees the page.
        name = str(getattr(record, "history_name", record))
    except ObjectDoesNotExist:  # what it hangs on went before it
        name = f"{record._meta.verbose_name} {record.pk}"
    return Change(
        model=label_of(record),
        object_id=record.pk,
        object_name=name[:160],
        about_model=about_model,
        about_id=about_id or record.pk,
        action=actor.action or action,
        by=actor.user,
        who=actor.label[:160],
        diff=diff or [],
    )


# --- What Django tells ------------------------------------------------------------------------


def _before_save(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    """Remembers the row as it stands, since nobody else knows what it was."""
    if kwargs["raw"] or instance._state.adding or instance.pk is None:
        return
    tracking = TRACKED[label_of(sender)]
    only = kwargs["update_fields"]
    fields = [f for f in tracking.fields if only is None or {f.name, f.attname} & set(only)]
    instance._history = fields and (
        fields,
        sender._base_manager.filter(pk=instance.pk)
        .values(*(field.attname for field in fields))
        .first(),
    )


def _after_save(sender: type[models.Model], instance: Any, created: bool, **kwargs: Any) -> None:
    if kwargs["raw"]:
        return
    tracking = TRACKED[label_of(sender)]
    if created:
        if tracking.records_creation:
            change_for(instance, Change.Action.CREATED).save()
        return
    fields, old = instance.__dict__.pop("_history", None) or ((), None)
    if old is None:
        return
    if diff := changed_values(tracking, fields, old, values_of(instance, fields)):
        change_for(instance, Change.Action.CHANGED, diff).save()


def _before_delete(sender: type[models.Model], instance: Any, **kwargs: Any) -> None:
    change_for(instance, Change.Action.DELETED).save()


def _many_changed(instance: Any, action: str, model: Any, pk_set: Any, **kwargs: Any) -> None:
    verbs = {"post_add": "thêm", "post_remove": "bớt", "pre_clear": "bỏ hết"}
    if action not in verbs or (action != "pre_clear" and not pk_set) or kwargs["reverse"]:
        return
    through = kwargs["sender"]
    field = next(f for f in instance._meta.many_to_many if f.remote_field.through is through)
    others = model._base_manager.filter(pk__in=pk_set or [])
    if action == "pre_clear":
        others = getattr(instance, field.name).all()
    if names := ", ".join(str(other) for other in others):
        line = {"field": field.name, "name": capfirst(field.verbose_name), "added": True}
        diff = [line | {"old": f"{verbs[action]} {names}"}]
        change_for(instance, Change.Action.CHANGED, diff).save()


def field_named(model: type[models.Model], name: str) -> models.Field | None:
    """The column of a line of `Change.diff`; None where it is no more."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None
