"""Subscribers to news by mail, and what was sent to each."""

import datetime as dt
import secrets
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

from members.models import User

from .posts import Post

CONFIRM_WITHIN = dt.timedelta(days=7)
# How long the proof of consent to earlier mails is kept after a reader stopped.
PROOF_KEPT_FOR = dt.timedelta(days=365)
# Texts of the consent by version: a new text gets a new key, the old ones stay as proof.
CONSENTS = {
    "2026-11": "Tôi đồng ý để Hội lưu địa chỉ thư này và gửi tin bài công khai của trang đến đó. "
    "Tôi có thể thôi nhận hoặc xóa địa chỉ bất cứ lúc nào."
}
CONSENT_VERSION = "2026-11"


def new_link_token() -> str:
    """The token of a subscriber's own page in a mail's links: 24 random bytes."""
    return secrets.token_urlsafe(24)


def normal_email(email: str) -> str:
    """The address as stored and compared, in lower case: no major provider is case-sensitive."""
    return email.strip().lower()


def masked_email(email: str) -> str:
    """ng***@gmail.com: enough for an editor to recognise, too little to write to."""
    name, _, host = email.partition("@")
    return f"{name[:2] if len(name) > 3 else name[:1]}***@{host}"


class SubscriberQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(state=Subscriber.State.ACTIVE)

    def to_write_to(self) -> Self:
        """Active ones, less the addresses of members who have died: no letter reaches the family in
        their name. Asked anew for each letter, so a death taken back needs nothing more."""
        addresses = User.objects.exclude(email="").annotate(address=Lower("email"))
        alive = addresses.exclude(pk__in=User.objects.in_memory().values("pk"))
        shared = alive.values("address")  # a couple may have one address
        gone = addresses.in_memory().exclude(address__in=shared).values("address")
        return self.active().exclude(email__in=gone)

    def with_email(self, email: str) -> Self:
        return self.filter(email=normal_email(email))

    def to_forget(self, now: dt.datetime) -> Self:
        """Never confirmed in time, or stopped so long ago that the proof is no longer needed.

        A subscriber who stopped and was subscribed anew, but never confirmed that, keeps the old proof.
        """
        pending_again = Q(state=Subscriber.State.PENDING, confirmed_at__isnull=False)
        unconfirmed = Q(
            state=Subscriber.State.PENDING,
            confirmed_at__isnull=True,
            asked_at__lt=now - CONFIRM_WITHIN,
        )
        stopped = Q(state=Subscriber.State.STOPPED) | pending_again
        stopped &= Q(stopped_at__lt=now - PROOF_KEPT_FOR)
        return self.filter(unconfirmed | stopped)


class Subscriber(models.Model):
    """A mail address subscribed to news. Nothing is sent to it before its owner confirms.

    Wording, time and hashed origin of the consent are kept as the proof that the law asks for.
    """

    class Rhythm(models.TextChoices):
        WEEKLY = "weekly", "Mỗi tuần một thư, sáng thứ Bảy"
        AT_ONCE = "at_once", "Khi có bài mới, mỗi giờ nhiều nhất một thư"

    class State(models.TextChoices):
        PENDING = "pending", "chờ xác nhận"
        ACTIVE = "active", "đang nhận tin"
        STOPPED = "stopped", "đã thôi nhận"

    class Reason(models.TextChoices):
        NONE = "", "–"
        READER = "reader", "bạn đọc tự thôi nhận"
        REFUSED = "refused", "hộp thư từ chối ba lần liên tiếp"

    email = models.EmailField("địa chỉ thư", max_length=254)
    rhythm = models.CharField("nhịp gửi", max_length=10, choices=Rhythm, default=Rhythm.WEEKLY)
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.PENDING)
    confirm_token = models.CharField(
        "mã xác nhận", max_length=40, unique=True, default=new_link_token, editable=False
    )
    stop_token = models.CharField(
        "mã thôi nhận", max_length=40, unique=True, default=new_link_token, editable=False
    )
    asked_at = models.DateTimeField("đăng ký lúc", default=timezone.now)
    letter_at = models.DateTimeField("gửi thư xác nhận lúc", null=True, editable=False)
    confirmed_at = models.DateTimeField("xác nhận lúc", null=True, blank=True)
    stopped_at = models.DateTimeField("thôi nhận lúc", null=True, blank=True)
    stop_reason = models.CharField(
        "lý do thôi nhận", max_length=10, choices=Reason, default=Reason.NONE, blank=True
    )
    refusals = models.PositiveSmallIntegerField("số lần bị từ chối liên tiếp", default=0)
    consent_version = models.CharField("lời đồng ý, bản", max_length=20)
    origin = models.CharField("nơi gửi (đã băm)", max_length=64, blank=True, editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = "người nhận tin"
        verbose_name_plural = "người nhận tin"
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state", "rhythm"], name="news_subscriber_state")]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="news_subscriber_email_once",
                violation_error_message="Địa chỉ thư này đã có trong danh sách.",
            ),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(confirmed_at__isnull=False),
                name="news_subscriber_active_has_confirmed",
                violation_error_message="Chưa xác nhận thì chưa nhận tin được.",
            ),
        ]

    def __str__(self) -> str:
        return masked_email(self.email)

    def get_absolute_url(self) -> str:
        """The page on which the owner changes or stops; whoever has the address is the owner."""
        return reverse("news:subscription", args=[self.stop_token])

    @property
    def rhythm_word(self) -> str:
        return RHYTHM_LABELS[self.rhythm]

    @property
    def confirm_url(self) -> str:
        return reverse("news:confirm_subscription", args=[self.confirm_token])

    @property
    def one_click_url(self) -> str:
        return reverse("news:one_click_stop", args=[self.stop_token])

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    def is_confirmable(self, now: dt.datetime | None = None) -> bool:
        """Whether the link in the confirmation mail still holds."""
        is_fresh = self.asked_at + CONFIRM_WITHIN > (now or timezone.now())
        return self.state == self.State.PENDING and is_fresh

    def confirm(self) -> None:
        self.state, self.confirmed_at = self.State.ACTIVE, timezone.now()
        self.stopped_at, self.stop_reason, self.refusals = None, self.Reason.NONE, 0
        self.save(update_fields=["state", "confirmed_at", "stopped_at", "stop_reason", "refusals"])

    def stop(self, reason: str = Reason.READER) -> None:
        """Stopping twice keeps the first time and reason."""
        if self.state == self.State.STOPPED:
            return
        self.state, self.stopped_at, self.stop_reason = self.State.STOPPED, timezone.now(), reason
        self.save(update_fields=["state", "stopped_at", "stop_reason"])

    def resume(self) -> None:
        """Takes a stop back; only for an address whose owner once confirmed it."""
        if self.state != self.State.STOPPED or self.confirmed_at is None:
            return
        self.confirm()


# For tables, where the labels are too long.
RHYTHM_LABELS: dict[str, str] = {
    Subscriber.Rhythm.WEEKLY: "mỗi tuần",
    Subscriber.Rhythm.AT_ONCE: "khi có bài",
}


# --- What is sent -----------------------------------------------------------------------------


class Mailing(models.Model):
    """One mail to many: which posts went out to the readers of one rhythm.

    Mailings of a rhythm are numbered, so that two timers at once make one of them, not two.
    """

    kind = models.CharField("nhịp gửi", max_length=10, choices=Subscriber.Rhythm)
    number = models.PositiveIntegerField("số")
    period_start = models.DateTimeField("tin từ lúc")
    period_end = models.DateTimeField("đến lúc")
    posts = models.ManyToManyField(Post, related_name="+", verbose_name="bài viết")
    made_at = models.DateTimeField("lập lúc", default=timezone.now)
    finished_at = models.DateTimeField("gửi xong lúc", null=True, blank=True)

    class Meta:
        verbose_name = "đợt gửi tin"
        verbose_name_plural = "đợt gửi tin"
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number"],
                name="news_mailing_number_once",
                violation_error_message="Đợt gửi này đã có.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, số {self.number}"


class DeliveryQuerySet(models.QuerySet):
    def due(self, now: dt.datetime) -> Self:
        """Waiting to be handed over: new ones, and refused ones after a pause."""
        rested = (
            Q(tried_at__isnull=True)
            | Q(tried_at__lte=now - Delivery.PAUSE)
            # A last attempt in the future was written by a clock that ran ahead.
            | Q(tried_at__gt=now + Delivery.PAUSE)
        )
        return self.filter(rested, state=Delivery.State.QUEUED).order_by("mailing", "pk")

    def abandoned(self, now: dt.datetime) -> Self:
        """Being handed over for so long that whoever did it must have died on the way."""
        alive = (now - Delivery.GIVE_UP_AFTER, now + Delivery.GIVE_UP_AFTER)
        return self.filter(state=Delivery.State.SENDING).exclude(tried_at__range=alive)

    def open(self) -> Self:
        """Not settled yet."""
        return self.filter(state__in=[Delivery.State.QUEUED, Delivery.State.SENDING])

    def counts(self) -> dict[int, dict[str, int]]:
        """The number of deliveries in each state, by mailing."""
        counts: dict[int, dict[str, int]] = {}
        rows = self.order_by().values_list("mailing", "state").annotate(n=Count("pk"))
        for mailing, state, number in rows:
            counts.setdefault(mailing, {})[state] = number
        return counts


class Delivery(models.Model):
    """One mailing to one reader. When a reader is erased, only the count remains."""

    PAUSE = dt.timedelta(minutes=15)
    GIVE_UP_AFTER = dt.timedelta(minutes=10)
    MOST_TRIES = 5

    class State(models.TextChoices):
        QUEUED = "queued", "đang chờ"
        SENDING = "sending", "đang trao"
        SENT = "sent", "đã gửi"
        REFUSED = "refused", "hộp thư từ chối"
        FAILED = "failed", "không gửi được"
        UNKNOWN = "unknown", "không rõ đã đến hay chưa"
        SKIPPED = "skipped", "không cần gửi nữa"

    mailing = models.ForeignKey(
        Mailing, models.CASCADE, related_name="deliveries", verbose_name="đợt gửi"
    )
    subscriber = models.ForeignKey(
        Subscriber,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deliveries",
        verbose_name="người nhận",
    )
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.QUEUED)
    tries = models.PositiveSmallIntegerField("số lần thử", default=0)
    tried_at = models.DateTimeField("thử lúc", null=True, blank=True)
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "lượt gửi"
        verbose_name_plural = "lượt gửi"
        ordering = ["pk"]
        indexes = [models.Index(fields=["state", "tried_at"], name="news_delivery_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["mailing", "subscriber"],
                name="news_delivery_once",
                violation_error_message="Mỗi người nhận một lần trong một đợt.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.mailing}: {self.get_state_display()}"

    def message_id(self, host: str) -> str:
        """The same however often it is tried: a reader's program then shows it once."""
        return f"<tin-{self.mailing_id}-{self.pk}@{host}>"


def site_address() -> str:
    """Scheme and host for links in mails; "" where nobody set it. See `SITE_URL`."""
    return str(settings.SITE_URL).rstrip("/")
