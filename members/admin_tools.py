"""What the admin pages of every app share: search without marks, days and money as people write
them, exports, the log of who read a personal record."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.widgets import (
    AutocompleteSelect,
    AutocompleteSelectMultiple,
    RelatedFieldWidgetWrapper,
)
from django.db import models, transaction
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from kit.dates import local_today
from kit.money import dong_in_words
from kit.numbers import typed_key
from kit.spreadsheets import Cell, Sheet, SheetColumn, excel_file
from kit.text import fold, slugify

from .fields import (
    BirthDayField,
    CommaField,
    CountField,
    DayField,
    DongField,
    MomentField,
    PastDayField,
)
from .files import delete_after_commit
from .models import Member, Photograph, ReadRecord, Unit
from .models.people import search_terms
from .models.pictures import PictureFile


class FriendlyInputMixin(BaseModelAdmin):
    """Days, moments, money and figures as people write them; nothing is deleted that a field points at.

    For `ModelAdmin`s and inlines alike.
    """

    # Columns in đồng; days that can't lie in the future, so that 54 is 1954.
    dong_fields: tuple[str, ...] = ()
    past_days: tuple[str, ...] = ()
    # Columns with a field of their own: a name, a telephone.
    field_classes: Mapping[str, type[forms.Field]] = {}

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in self.dong_fields:
            return db_field.formfield(form_class=DongField, **kwargs)
        if isinstance(db_field, models.IntegerField) and not db_field.choices:
            return db_field.formfield(form_class=CountField, **kwargs)
        if isinstance(db_field, models.DecimalField):
            return db_field.formfield(form_class=CommaField, **kwargs)
        if field_class := self.field_classes.get(db_field.name):
            return db_field.formfield(form_class=field_class, **kwargs)
        # A DateTimeField is a DateField, so the narrower question comes first.
        if isinstance(db_field, models.DateTimeField):
            kwargs["form_class"] = MomentField
        elif isinstance(db_field, models.DateField):
            kwargs["form_class"] = PastDayField if db_field.name in self.past_days else DayField
            if db_field.name == "birth_date":
                kwargs["form_class"] = BirthDayField
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(widget := getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            # A unit or a post is not deleted in passing, from the form of somebody's card.
            widget.can_delete_related = False
        return _with_distinct_labels(field)

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        page: Any = self
        if db_field.name in page.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeyedSelect(db_field, page.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        page: Any = self
        if db_field.name in page.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KeyedSelectMultiple(db_field, page.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class _KeysOnly:
    """Looks up what was chosen among what can be a key at all: a form sent with anything else comes
    back with its words, where Django's own widget asks the database and fails."""

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        keys = [item for item in value if not item or typed_key(str(item)) is not None]
        return super().optgroups(name, keys, attr)  # type: ignore[misc]  # a widget's


class KeyedSelect(_KeysOnly, AutocompleteSelect):
    pass


class KeyedSelectMultiple(_KeysOnly, AutocompleteSelectMultiple):
    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """What can be no key names no record: a number of forty figures is more than SQLite holds."""
        values = super().value_from_datadict(data, files, name)
        return [item if typed_key(str(item)) is not None else "0" for item in values or []]


def _with_distinct_labels(field: Any) -> Any:
    """A choice of units, whatever widget shows it, tells branches of one name apart."""
    if isinstance(field, forms.ModelChoiceField) and issubclass(field.queryset.model, Unit):  # type: ignore[union-attr]  # it has rows to choose from
        units: Any = field
        units.queryset = units.queryset.select_related("parent")
        units.label_from_instance = lambda unit: unit.distinct_label
    return field


class FoldedSearchMixin(admin.ModelAdmin):
    """Search without marks: `search_fields` name folded columns (`search_text`), the term is folded.

    Serves the search box and the autocompletes of other pages alike. People are found by whatever
    their own boxes understand, a rank before the name too.
    """

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Any], search_term: str
    ) -> tuple[models.QuerySet[Any], bool]:
        if issubclass(self.model, Member):
            people: Any = queryset
            return people.matching(search_term), False
        is_of_people = any(name.endswith("member__search_text") for name in self.search_fields)
        words = search_terms(search_term) if is_of_people else [fold(search_term)]
        return super().get_search_results(request, queryset, " ".join(words))


class PlainDeleteMixin(admin.ModelAdmin):
    """Says in one sentence what stands in the way of a deletion, instead of listing every row."""

    delete_advice = ""

    def rows_to_keep(self, keys: list[Any]) -> models.QuerySet[Any] | None:
        """Of the rows with these keys, those that nobody deletes here: what people wrote would go
        with them. `delete_advice` says what to do instead."""
        return None

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        deleted, counts, perms_needed, protected = super().get_deleted_objects(objs, request)
        staying = self.rows_to_keep([obj.pk for obj in objs])
        if staying is not None and staying.exists():
            return deleted, counts, set(), [*map(str, staying[:10]), self.delete_advice]
        if protected:
            protected = self._why_not(objs) or protected
            # No right would help: without this Django speaks of the rows' missing permission first.
            perms_needed = set()
        return deleted, counts, perms_needed, protected

    def _why_not(self, objs: Iterable[models.Model]) -> list[str]:
        """ "12 sinh hoạt tại chi hội": how many rows of each kind point at these objects."""
        objs = list(objs)
        counts: Counter[str] = Counter()
        for relation in self.model._meta.concrete_model._meta.related_objects:
            if relation.on_delete is models.PROTECT:
                rows = relation.related_model._base_manager.filter(
                    **{f"{relation.field.name}__in": objs}
                )
                counts[str(relation.related_model._meta.verbose_name)] += rows.count()
        reasons = [f"{count} {name}" for name, count in counts.most_common() if count]
        return [*reasons, self.delete_advice] if reasons and self.delete_advice else reasons


def _unit_columns(rows: admin.ModelAdmin) -> list[str]:
    """Columns of its list that are a unit of the row's own."""
    fields = {item.name: item.related_model for item in rows.model._meta.fields if item.is_relation}
    return [
        name for name in rows.list_display if isinstance(name, str) and fields.get(name) is Unit
    ]


def _unit_column(model: type[models.Model], name: str) -> Callable[[Any], str]:
    field: Any = model._meta.get_field(name)

    @admin.display(description=field.verbose_name, ordering=name)
    def unit(row: Any) -> str:
        value = getattr(row, name)
        return value.distinct_label if value else ""

    return unit


class PortalAdmin(FoldedSearchMixin, FriendlyInputMixin, PlainDeleteMixin):
    """The common ground of the portal's admin pages."""

    list_per_page = 50
    # Counting all rows again, just to print "of 100.000", costs a query on every page.
    show_full_result_count = False
    empty_value_display = "–"

    def get_list_display(self, request: HttpRequest) -> Any:
        """A column of units tells branches of one name apart."""
        names = super().get_list_display(request)
        units = _unit_columns(self)
        return [_unit_column(self.model, name) if name in units else name for name in names]

    def get_list_select_related(self, request: HttpRequest) -> Any:
        along = super().get_list_select_related(request)
        if isinstance(along, bool):
            return along
        return [*along, *(f"{name}__parent" for name in _unit_columns(self))]

    def autocomplete_text(self, obj: Any) -> str:
        """How the object is distinguished from its like in an autocomplete's list."""
        return str(obj)


class LookOnlyAdmin(PortalAdmin):
    """Read only, for everybody: what the desk writes by its own steps, or the portal by itself."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RowsFormSet(BaseInlineFormSet):
    def add_fields(self, form: Any, index: int | None) -> None:
        """Names the box that deletes a row, which in a table has no label of its own."""
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            form.fields[DELETION_FIELD_NAME].widget.attrs["aria-label"] = "Xóa dòng này"


class PortalInline(FriendlyInputMixin, admin.TabularInline):
    """Rows beneath a form; empty ones are asked for with the button, so none are there at first."""

    extra = 0
    formset = RowsFormSet

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """In a table only the column's head names a box, which readers' software doesn't hear."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and field.label:
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", capfirst(str(field.label)))
        return field


class PortalStackedInline(FriendlyInputMixin, admin.StackedInline):
    extra = 0


class PhotographInline(PortalStackedInline):
    """Photographs under a form, each seen as well as named."""

    classes = ["collapse"]
    fields = [("thumbnail", "picture"), "alt", ("caption", "credit", "order")]
    readonly_fields = ("thumbnail",)

    @admin.display(description="xem")
    def thumbnail(self, obj: Photograph) -> SafeString | str:
        picture = cast(PictureFile, obj.picture)
        if not obj.pk or not picture:
            return "–"
        return format_html(
            '<img class="admin-thumbnail" src="{}" alt="{}" width="240" height="{}">',
            picture.rendition_url(picture.widths[0]),
            obj.alt_text,
            round(240 * obj.height / obj.width) if obj.width else 160,
        )


class StoredFilesMixin(admin.ModelAdmin):
    """Removes the files of photographs and papers with their rows, or when others replace them.

    Only once the transaction holds: a page that fails must not have lost its files.
    """

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        file_fields = {field.name for field in _file_fields(formset.model)}
        outdated = [
            row_form.instance.pk
            for row_form in formset.initial_forms
            if row_form in formset.deleted_forms or file_fields & set(row_form.changed_data)
        ]
        if file_fields and outdated:
            # Read again: the form's own rows already carry the new files.
            _remove_files_of(formset.model._default_manager.filter(pk__in=outdated))
        super().save_formset(request, form, formset, change)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        _remove_files_of(self._rows_with_files_of([obj]))
        super().delete_model(request, obj)

    @transaction.atomic  # which Django's page of the list is not, unlike that of one object
    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> None:
        _remove_files_of(self._rows_with_files_of(queryset))
        super().delete_queryset(request, queryset)

    def _rows_with_files_of(self, objs: Iterable[models.Model]) -> list[models.Model]:
        """Rows with files that go down with these objects."""
        rows: list[models.Model] = []
        for relation in self.opts.related_objects:
            model = relation.related_model
            if relation.on_delete is models.CASCADE and _file_fields(model):
                rows += model._default_manager.filter(**{f"{relation.field.name}__in": list(objs)})
        return rows


def _file_fields(model: type[models.Model]) -> list[models.FileField]:
    return [field for field in model._meta.fields if isinstance(field, models.FileField)]


def _remove_files_of(rows: Iterable[models.Model]) -> None:
    # Named now: once another picture is in place, the old one's widths are forgotten.
    doomed = []
    for row in rows:
        for field in _file_fields(type(row)):
            file = getattr(row, field.attname)
            names = file.file_names if isinstance(file, PictureFile) else [file.name]
            doomed += [(file.storage, name) for name in names if name]
    for storage, name in doomed:
        delete_after_commit(storage, [name])


class ReadRecordedMixin(admin.ModelAdmin):
    """Writes down who opened the page of a personal record."""

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        obj = kwargs.get("obj")
        if request.method == "GET" and obj is not None and obj.pk:
            ReadRecord.objects.note(request.user, obj)
        return super().render_change_form(request, context, *args, **kwargs)


class SingleRowMixin(admin.ModelAdmin):
    """A model of one row (key 1): the list leads to it; it can't be added twice or deleted.

    The model's `current()` gives the saved row, or one with the defaults; looking writes nothing.
    """

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        return self.model.current() if object_id == "1" else None

    def changelist_view(
        self, request: HttpRequest, extra_context: Any = None
    ) -> HttpResponseRedirect:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(name, args=[1]))


@dataclass(frozen=True)
class ExportColumn:
    """A column of an export. A private one goes only to those who may change the records."""

    title: str
    value: Callable[[Any], Cell]
    is_money: bool = False
    is_private: bool = False


class XlsxExportMixin(admin.ModelAdmin):
    """The bulk action "Xuất Excel"; `reads_recorded` where each row is a personal record."""

    export_name = "danh-sach"
    export_columns: tuple[ExportColumn, ...] = ()
    reads_recorded = False
    actions = ("export_xlsx",)

    @admin.action(description="Xuất Excel các dòng đã chọn", permissions=["view"])
    def export_xlsx(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> HttpResponse:
        with_private = self.has_change_permission(request)
        columns = [c for c in self.export_columns if with_private or not c.is_private]
        records = list(self.export_queryset(queryset))
        if self.reads_recorded:
            ReadRecord.objects.note_all(request.user, records, ReadRecord.Way.TAKEN)
        sheet = Sheet(
            str(self.opts.verbose_name_plural).capitalize(),
            [SheetColumn(c.title, is_money=c.is_money) for c in columns],
            ([c.value(record) for c in columns] for record in records),
        )
        return excel_file(f"{self.export_name}-{local_today():%Y-%m-%d}", [sheet])

    def export_queryset(self, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        """The chosen rows with everything that the columns ask for, in a fixed number of queries."""
        return queryset


class PresetForm(forms.ModelForm):
    """A form whose instance gets facts that the page's kind decides, before it is validated."""

    preset: dict[str, Any] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in self.preset.items():
            setattr(self.instance, name, value)

    def _get_validation_exclusions(self) -> set[str]:
        """Constraints that speak of a preset column hold although the form doesn't ask for it.

        Django leaves out every constraint on a column that is no field of the form; the database
        would then refuse what the page let through.
        """
        return super()._get_validation_exclusions() - set(self.preset)  # type: ignore[misc]  # a mixin of ModelForm


class CodedForm(forms.ModelForm):
    """A form whose `code`, when nobody types one, is made of the name.

    Not by Django's own script (`prepopulated_fields`), which drops every Vietnamese letter.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "code" in self.fields:
            self.fields["code"].required = False
            self.fields["code"].help_text = "Để trống: lấy từ tên."

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if "code" in cleaned and not cleaned["code"] and cleaned.get("name"):
            cleaned["code"] = self._free_code(cleaned["name"])
        return cleaned

    def _free_code(self, name: str) -> str:
        others = self._meta.model._base_manager.exclude(pk=self.instance.pk)
        base = code = slugify(name, 36)
        number = 1
        while others.filter(code=code).exists():
            number += 1
            code = f"{base}-{number}"
        return code


def amount_in_words(amount: int | None) -> str:
    """ "Một triệu hai trăm nghìn đồng", or a dash."""
    if amount is None:
        return "–"
    text = dong_in_words(amount)
    return text[0].upper() + text[1:]
