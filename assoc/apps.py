"""The project's own app: settings, home page, search, menus."""

from importlib import import_module

from django.apps import AppConfig


class AssocConfig(AppConfig):
    name = "assoc"
    verbose_name = "Trang tin điện tử"

    def ready(self) -> None:
        # By name, since search and the page cache speak of every app's models, which are loaded only by now.
        import_module("assoc.search.upkeep").connect(self)
        import_module("assoc.page_cache.generation").connect(self)
        # Here and not with the desk's pages: an action from a shell is held against the books too.
        dues_objection = import_module("dues.books").dues_objection
        import_module("members.books").register_books(dues_objection)
