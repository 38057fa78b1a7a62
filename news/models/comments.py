"""Comments of readers, and the rules for accepting them."""

import datetime as dt
import secrets
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from kit.dates import lately
from kit.text import fold
from members.models import (
    DerivedTextField,
    tracked,
)


@tracked(ignored=("updated_at", "updated_by"))
class CommentPolicy(models.Model):
    """The rules for accepting comments: a single row, changed in the admin."""

    is_open = models.BooleanField("nhận nhận xét", default=True)
    visitors_wait = models.BooleanField("nhận xét của khách phải chờ duyệt", default=True)
    members_wait = models.BooleanField(
        "nhận xét của hội viên đã đăng nhập phải chờ duyệt", default=False
    )
    close_after_days = models.PositiveSmallIntegerField(
        "đóng nhận xét sau (ngày)",
        default=0,
        help_text="Tính từ ngày đăng bài. 0: không tự đóng.",
    )
    max_links = models.PositiveSmallIntegerField(
        "giữ lại khi có quá số liên kết",
        default=1,
        help_text="0: giữ lại mọi nhận xét có liên kết.",
    )
    held_words = models.TextField(
        "từ khiến nhận xét bị giữ lại",
        blank=True,
        help_text="Mỗi dòng một từ hoặc cụm từ. So nguyên từ, đúng dấu, không phân biệt hoa "
        "thường: “an” không giữ “bán”, “ấn”. Thêm dấu ~ ở đầu dòng để giữ cả khi người viết bỏ dấu: "
        "“~nổ hũ” giữ “nổ hũ”, “no hu”, không giữ “nó hư”.",
    )
    spam_held_from = models.PositiveSmallIntegerField(
        "giữ lại vì nghi quảng cáo từ (điểm)",
        default=4,
        validators=[MinValueValidator(1)],
        help_text="Mỗi dấu hiệu quảng cáo cờ bạc, vay tiền cộng 1 đến 5 điểm; lời cảnh báo trừ điểm.",
    )
    spam_certain_from = models.PositiveSmallIntegerField(
        "coi là gần như chắc từ (điểm)",
        default=7,
        validators=[MinValueValidator(1)],
        help_text="Từ mức này nhận xét được xếp riêng trong hàng chờ; vẫn không tự mất đi.",
    )
    sends_digest = models.BooleanField(
        "gửi thư báo cho biên tập viên mỗi ngày khi có nhận xét chờ duyệt", default=True
    )
    digest_hour = models.PositiveSmallIntegerField(
        "giờ gửi thư báo",
        default=7,
        validators=[MaxValueValidator(23)],
        help_text="Từ 0 đến 23; mỗi ngày một thư.",
    )
    newsroom_name = models.CharField(
        "tên ghi dưới lời trả lời của tòa soạn", max_length=60, default="Ban biên tập"
    )
    updated_at = models.DateTimeField("sửa lúc", auto_now=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name="người sửa",
    )
    per_ten_minutes = models.PositiveSmallIntegerField(
        "số nhận xét mỗi 10 phút từ một nơi",
        default=5,
        validators=[MinValueValidator(1)],
        help_text="Hội viên đã đăng nhập thì tính theo tài khoản.",
    )
    max_length = models.PositiveIntegerField(
        "độ dài tối đa (ký tự)", default=3000, validators=[MinValueValidator(100)]
    )

    class Meta:
        verbose_name = "quy định nhận xét"
        verbose_name_plural = "quy định nhận xét"
        constraints = [
            models.CheckConstraint(
                condition=Q(pk=1),
                name="news_commentpolicy_single",
                violation_error_message="Chỉ có một bộ quy định.",
            ),
            models.CheckConstraint(
                condition=Q(spam_certain_from__gte=F("spam_held_from")),
                name="news_commentpolicy_spam_order",
                violation_error_message="Mức “gần như chắc” không được thấp hơn mức giữ lại.",
            ),
        ]

    def __str__(self) -> str:
        return "Quy định nhận xét"

    @classmethod
    def current(cls) -> "CommentPolicy":
        """The policy in force: the saved row, or the defaults if none was saved yet."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)


def new_reference() -> str:
    """A code that a visitor can copy by hand: no letters that look like digits."""
    return "".join(secrets.choice("ACDEFGHJKLMNPQRTUVWXY34679") for _ in range(8))


class CommentQuerySet(models.QuerySet):
    def shown(self) -> Self:
        """Comments that readers see, oldest first; a reply only if its parent is shown.

        See also `Comment.is_shown`.
        """
        approved = Comment.State.APPROVED
        return self.filter(
            Q(parent__isnull=True) | Q(parent__state=approved), state=approved
        ).order_by("created_at", "pk")

    def threads(self) -> Self:
        """Comments that start a thread rather than reply in one."""
        return self.filter(parent__isnull=True)

    def waiting(self) -> Self:
        """All held comments: `to_decide` and `likely_adverts` together."""
        return self.filter(state=Comment.State.HELD).order_by("created_at", "pk")

    def to_decide(self) -> Self:
        """Held for another reason than being an advertisement."""
        return self.waiting().filter(suspicion=Comment.Suspicion.NONE)

    def likely_adverts(self) -> Self:
        """Held as an advertisement: first those that may be none, then the near-certain ones."""
        suspects = self.waiting().exclude(suspicion=Comment.Suspicion.NONE)
        return suspects.order_by("-suspicion", "created_at", "pk")

    def by_writer_of(self, comment: "Comment") -> Self:
        """Comments from the same account or, without an account, from the same origin."""
        if comment.user_id is not None:
            return self.filter(user=comment.user_id)
        return self.filter(user__isnull=True, origin=comment.origin)

    def within(self, span: dt.timedelta) -> Self:
        """Written within that time before now; see `lately` for moments to come."""
        return self.filter(created_at__range=lately(span))


@tracked(about="post", records_creation=False)
class Comment(models.Model):
    """A reader's comment on a post, or a reply to such a comment (one level deep)."""

    class State(models.TextChoices):
        HELD = "held", "chờ duyệt"
        APPROVED = "approved", "đã đăng"
        REJECTED = "rejected", "đã từ chối"

    class Suspicion(models.TextChoices):
        """Whether it looks like an advertisement; in the order of the alphabet backwards."""

        NONE = "", "không nghi"
        SUSPECTED = "suspected", "nghi quảng cáo"
        CERTAIN = "certain", "gần như chắc là quảng cáo"

    post = models.ForeignKey(
        "Post", models.CASCADE, related_name="comments", verbose_name="bài viết"
    )
    parent = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="replies",
        verbose_name="trả lời cho",
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="comments",
        verbose_name="tài khoản",
    )
    name = models.CharField("họ tên", max_length=60)
    text = models.TextField("nội dung")
    state = models.CharField("trạng thái", max_length=10, choices=State, default=State.HELD)
    held_because = models.JSONField("lý do giữ lại", default=list, blank=True)
    suspicion = models.CharField(
        "nghi quảng cáo", max_length=10, choices=Suspicion, default=Suspicion.NONE, blank=True
    )
    is_by_newsroom = models.BooleanField("lời của tòa soạn", default=False)
    reference = models.CharField(
        "mã tra cứu", max_length=8, unique=True, default=new_reference, editable=False
    )
    token = models.CharField(  # noqa: DJ001 - rows without one must not collide
        "dấu chống gửi trùng", max_length=64, unique=True, null=True, editable=False
    )
    origin = models.CharField("nơi gửi (đã băm)", max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField("gửi lúc", default=timezone.now)
    moderated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="người duyệt",
    )
    moderated_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    search_text = DerivedTextField(
        sources=("name", "text"), derive=lambda *parts: fold(" ".join(parts))
    )

    objects = CommentQuerySet.as_manager()

    class Meta:
        verbose_name = "nhận xét"
        verbose_name_plural = "nhận xét"
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["post", "state", "created_at"], name="news_comment_post_state"),
            models.Index(fields=["origin", "created_at"], name="news_comment_origin"),
            models.Index(fields=["state", "created_at"], name="news_comment_queue"),
            # The counts of the queue need only this index.
            models.Index(fields=["state", "suspicion", "created_at"], name="news_comment_suspects"),
            models.Index(fields=["created_at"], name="news_comment_latest"),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"

    def get_absolute_url(self) -> str:
        return f"{self.post.get_absolute_url()}#nhan-xet-{self.pk}"

    def clean(self) -> None:
        """A reply belongs to its parent's post and has no replies itself: one level deep."""
        if self.parent is None:
            return
        if self.parent.post_id != self.post_id:
            raise ValidationError({"parent": "Nhận xét được trả lời phải ở cùng bài."})
        if self.parent.parent_id is not None:
            raise ValidationError({"parent": "Chỉ trả lời được nhận xét gốc."})

    @property
    def is_shown(self) -> bool:
        """See also `CommentQuerySet.shown`."""
        return self.state == self.State.APPROVED and (
            self.parent is None or self.parent.state == self.State.APPROVED
        )

    @property
    def is_by_member(self) -> bool:
        """Whether somebody signed in wrote it, so that the name is known to be right.

        An editor answers under the newsroom's name, not the own.
        """
        return self.user_id is not None and not self.is_by_newsroom

    @property
    def can_be_banned(self) -> bool:
        """Whether it is known whence the comment came, and not from the newsroom itself."""
        return bool(self.user_id or self.origin) and not self.is_by_newsroom

    @property
    def thread_pk(self) -> int:
        """The comment that opens the thread: a reply to a reply joins the same thread."""
        return self.parent_id or self.pk
