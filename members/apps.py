"""The ground floor."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate


class MembersConfig(AppConfig):
    name = "members"
    verbose_name = "Tổ chức, hội viên"

    def ready(self) -> None:
        # The models can't be imported before the registry is ready, so neither can the guards.
        from .guards import install_guards, lift_guards  # noqa: PLC0415 - see above

        pre_migrate.connect(lift_guards, dispatch_uid="members.guards")
        post_migrate.connect(install_guards, dispatch_uid="members.guards")
