"""Boxes of names, into which people type the rank and the form of address as well."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from kit.forms import answer_for
from kit.text import clean_name

from ..models.naming import Titled, is_no_name
from ..models.people import RANK_WORDS, rank_named, titled


class TitledNames(forms.BaseForm):
    """A form with `full_name` and `rank`: "Đại tá Lý Công Thử" is Lý Công Thử, and a colonel.

    What was taken off is shown (`titles_message`) and goes into the empty box of ranks. "Ông" may be
    the family's name: it is asked about, once.
    """

    asks_of_address: ClassVar[bool] = True
    _kept = "name_kept"  # beside the box: the name that was asked about already

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.asks_of_address:
            self.fields[self._kept] = forms.CharField(required=False, widget=forms.HiddenInput)
        self.titled = Titled("")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("full_name"):
            return cleaned
        self.titled = titled(cleaned["full_name"])
        cleaned["full_name"] = clean_name(self.titled.name)
        if is_no_name(self.titled.name, RANK_WORDS):
            self.add_error("full_name", f"“{self.titled.name}” chưa phải là họ và tên.")
        elif self.asks_of_address and self._must_ask(cleaned["full_name"]):
            self._ask()
        self._settle_rank(cleaned)
        return cleaned

    def _must_ask(self, name: str) -> bool:
        was_so = name == self.initial.get("full_name")
        return bool(self.titled.address) and not was_so and self.data.get(self._at) != name

    @property
    def _at(self) -> str:
        return self.add_prefix(self._kept)

    def _ask(self) -> None:
        answer_for(self, self._kept, clean_name(self.titled.name))
        self.add_error(
            "full_name",
            ValidationError(
                f"“{self.titled.address}” là cách xưng hô thì hãy bỏ đi, chỉ để họ và tên. Nếu đúng "
                "là họ thì bấm lưu lần nữa."
            ),
        )

    def _settle_rank(self, cleaned: dict[str, Any]) -> None:
        """The rank said with the name; beside another one somebody has to choose."""
        typed_rank, chosen = rank_named(self.titled.rank), cleaned.get("rank")
        if typed_rank is None or "rank" in self.errors:
            return
        if chosen is None:
            cleaned["rank"] = typed_rank
        elif chosen != typed_rank:
            self.add_error(
                "rank",
                f"Ô họ và tên ghi “{self.titled.rank}”, ô này ghi khác. Hãy bỏ bớt một nơi.",
            )

    @property
    def titles_message(self) -> str:
        """What became of the title, for the message of a saved form; "" where there was none."""
        if not self.titled.titles:
            return ""
        titles = ", ".join(f"“{title}”" for title in self.titled.titles)
        where = " và ghi cấp bậc hàm vào ô riêng" if self.titled.rank else ""
        return f" Đã bỏ {titles} khỏi họ và tên{where}."
