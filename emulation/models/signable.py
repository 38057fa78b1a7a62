"""What the units of a cluster sign: the columns and questions of a compact and of its addenda."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from kit.dates import local_today

from ..texts import grouped, hash_of

if TYPE_CHECKING:
    from members.models import Unit


class Signable(models.Model):
    """A text that the units of a cluster sign: a compact, or an addendum to one.

    A draft is opened for signing; from then on it is read and signed, not edited. Once every unit
    has signed or is recorded as absent it is frozen, with the hash of its text.
    """

    signed_on = models.DateField("ngày ký", null=True, blank=True)
    signing_since = models.DateTimeField("mở ký lúc", null=True, blank=True, editable=False)
    frozen_at = models.DateTimeField("chốt lúc", null=True, blank=True, editable=False)
    text_hash = models.CharField("mã văn bản", max_length=64, blank=True, editable=False)

    class Meta:
        abstract = True

    @staticmethod
    def frozen_with_hash(model: str) -> models.CheckConstraint:
        """A frozen text has its hash and the day of its signing, another has no hash."""
        return models.CheckConstraint(
            condition=Q(frozen_at__isnull=True, text_hash="")
            | Q(frozen_at__isnull=False, signed_on__isnull=False) & ~Q(text_hash=""),
            name=f"emulation_{model}_frozen_with_hash",
            violation_error_message="Văn bản đã chốt phải có mã và ngày ký.",
        )

    @property
    def main(self) -> Any:
        """The compact itself, or the one that an addendum adds to."""
        raise NotImplementedError

    @property
    def lines(self) -> list[str]:
        """The text that is signed, see `emulation.texts`."""
        raise NotImplementedError

    @property
    def current_hash(self) -> str:
        return hash_of(self.lines)

    @property
    def hash_shown(self) -> str:
        """The hash that was signed, or that of the text as it stands, in groups of eight."""
        return grouped(self.text_hash or self.current_hash)

    @property
    def is_frozen(self) -> bool:
        return self.frozen_at is not None

    @property
    def is_seal_whole(self) -> bool:
        """Whether the text as it stands is the one that was signed."""
        return not self.is_frozen or self.current_hash == self.text_hash

    @property
    def is_draft(self) -> bool:
        """Whether its text may still be edited."""
        return self.signed_on is None and self.signing_since is None

    @property
    def is_open_for_signing(self) -> bool:
        return self.signing_since is not None and not self.is_frozen

    @property
    def units(self) -> "models.QuerySet[Unit]":
        """The units that are to sign: those in the cluster when it begins, or today if later."""
        return self.main.cluster.members_on(max(local_today(), self.main.starts_on))
