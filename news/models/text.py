"""Rich text: what its editor offers, and that it is clean in the database whoever wrote it."""

from typing import Any

from django.db import models
from django_prose_editor.fields import ProseEditorField

from kit.html import clean_html

EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Underline": True,
    "Strike": True,
    "Subscript": True,
    "Superscript": True,
    "HardBreak": True,
    "Heading": {"levels": [2, 3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HorizontalRule": True,
    "Link": {"enableTarget": False},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    # Old posts have pictures in their text; an editor that knows none would drop them.
    "Figure": True,
    "Caption": True,
    "Image": True,
    "History": True,
}


class RichTextField(ProseEditorField):
    """Body text that is clean in the database, whichever way it came in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("extensions", EXTENSIONS)
        kwargs.setdefault("sanitize", clean_html)
        super().__init__(*args, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = clean_html(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value
