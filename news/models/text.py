"""Rich text: what its editor offers, and that it is clean in the database whoever wrote it."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django_prose_editor.fields import ProseEditorField
from django_prose_editor.widgets import ProseEditorWidget, importmap
from js_asset import ImportMap, Media, Script

from kit.html import MAX_LENGTH, clean_html
from kit.numbers import vn_number

# Modules name each other by these, so that their files keep hashed names without a build.
MODULES = (
    "autosave",
    "copies",
    "diff",
    "dom",
    "editor",
    "fields",
    "focal",
    "missing",
    "office",
    "office-lists",
    "office-tables",
    "office-tree",
    "old-fonts",
    "old-text",
    "paste",
    "photo",
    "photos",
    "post-photos",
    "toolbar",
    "upload",
)
EXTENSIONS: dict[str, Any] = {
    # Ours, from js/writing/editor.js; the library's bar has small pictures and speaks English.
    "Menu": False,
    "Toolbar": True,
    "Photo": True,
    "OfficePaste": True,
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


class RichTextWidget(ProseEditorWidget):
    """The editor on the desk and in the admin alike.

    Its import map is an inline script, which the policy lets run by the page's nonce, and it must
    stand before the page's first module: see `{% form_scripts form %}`.
    """

    @property
    def media(self) -> Media:
        own = {f"writing/{name}": f"js/writing/{name}.js" for name in MODULES}
        return Media(
            importmap=importmap | ImportMap(own),
            css={"all": ["css/editor.css"]},
            js=[
                Script("django_prose_editor/editor.js", type="module"),
                Script("django_prose_editor/configurable.js", type="module"),
            ],
        )

    def get_config(self) -> dict[str, Any]:
        return {**super().get_config(), "js_modules": ["writing/editor"]}


def check_body_length(html: str) -> None:
    """Before it is cleaned, which takes its time; the form keeps all that was typed."""
    if len(html) > MAX_LENGTH:
        raise ValidationError(
            f"Bài dài quá: {vn_number(len(html))} ký tự kể cả mã định dạng, nhiều nhất là "
            f"{vn_number(MAX_LENGTH)}. Hãy chia thành vài bài, hoặc đưa phần dài thành tệp đính kèm."
        )


class RichTextField(ProseEditorField):
    """Body text that is clean in the database, whichever way it came in."""

    default_validators = [check_body_length]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"extensions": EXTENSIONS, "sanitize": clean_html, **kwargs})

    def formfield(self, **kwargs: Any) -> Any:
        # The admin would hand in a widget of its own.
        return super().formfield(**{**kwargs, "widget": RichTextWidget})

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        value = clean_html(getattr(model_instance, self.attname) or "")
        setattr(model_instance, self.attname, value)
        return value
