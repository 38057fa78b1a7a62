"""Documents attached to a record: a file field that takes PDF, Word and Excel files alone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.fields.files import FieldFile

from kit.files import AttachmentError, check_attachment
from kit.text import nfc


class DocumentFile(FieldFile):
    """A stored document, whose address is that of the view that asks who reads."""

    instance: Any  # a row with `size` and an address

    def save(self, name: str, content: Any, save: bool = True) -> None:
        self.instance.size = content.size
        super().save(nfc(name), content, save)

    @property
    def url(self) -> str:
        return self.instance.get_absolute_url()


class DocumentFormField(forms.FileField):
    """Refuses what is not the document that its name says, in a sentence that says what to do."""

    widget = forms.ClearableFileInput(attrs={"accept": ".pdf,.docx,.xlsx"})

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        try:
            check_attachment(file.name or "", file)
        except AttachmentError as error:
            raise ValidationError(str(error), code="invalid_document") from error
        return file


class DocumentField(models.FileField):
    """A `FileField` of PDF, Word and Excel files. The model also has an integer column `size`."""

    attr_class = DocumentFile

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": DocumentFormField, **kwargs})
