"""Boxes of the form of an act of care: whom, of what kind, with which photographs."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from kit.money import dong
from members.fields import PersonField
from members.models import MemberPass, User
from members.models.pictures import PictureFormField

from ..actions.visits import MOST_PHOTOS
from ..models import WelfareKind
from ..models.suggestions import Suggestion

_SCANNED = re.compile(r"/the/([a-z0-9]+)/?$")


class ScannedPersonField(PersonField):
    """A member, also by the address that a scanned card gives."""

    user: User

    def clean(self, value: Any) -> Any:
        match = _SCANNED.search(str(value or "").strip())
        if match is None:
            return super().clean(value)
        card = MemberPass.objects.opened_by(self.user).filter(code=match[1]).first()
        member = self.queryset.filter(pk=card.member_id).first() if card else None
        if member is None:
            raise ValidationError("Mã trên thẻ này không thuộc hội viên của đơn vị đồng chí.")
        return member


class WelfareKindField(forms.ModelChoiceField):
    """The kinds in one box, the commonest first; each tells what its rate gives."""

    def offer(self, kinds: Sequence[WelfareKind], given: dict[int, Suggestion]) -> None:
        """Offers `kinds` in this order, with what the rates of the day give by the kind's key."""
        self.queryset = WelfareKind.objects.filter(pk__in=[kind.pk for kind in kinds])
        choices = _Kinds(given)
        choices.is_required = self.required
        choices.choices = [
            ("", "Chọn loại"),
            *((kind.pk, _kind_label(kind, given.get(kind.pk))) for kind in kinds),
        ]
        self.widget = choices


class _Kinds(forms.Select):
    """Each choice carries what js/visits/form.js puts into the boxes: nothing that the page hides."""

    def __init__(self, given: dict[int, Suggestion]) -> None:
        super().__init__()
        self.given = given

    def create_option(self, name: Any, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        suggestion = self.given.get(int(value)) if str(value).isdecimal() else None
        if suggestion is not None:
            option["attrs"] |= {
                "data-amount": dong(suggestion.amount).removesuffix(" đ"),
                "data-things": suggestion.in_kind,
                "data-basis": suggestion.basis,
            }
        return option


def _kind_label(kind: WelfareKind, given: Suggestion | None) -> str:
    if given is None:
        return kind.name
    parts = [dong(given.amount)] if given.amount else []
    parts += [given.in_kind] if given.in_kind else []
    return f"{kind.name}: {' và '.join(parts)}" if parts else kind.name


class _Files(forms.FileInput):
    allow_multiple_selected = True


class PicturesField(PictureFormField):
    """Several photographs at once, each looked at by itself."""

    widget: Any = _Files(attrs={"accept": "image/*", "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = data if isinstance(data, list | tuple) else [data]
        files = [file for file in files if file]
        if len(files) > MOST_PHOTOS:
            raise ValidationError(f"Mỗi lần chọn nhiều nhất {MOST_PHOTOS} ảnh.")
        return [super(PicturesField, self).clean(file) for file in files]
