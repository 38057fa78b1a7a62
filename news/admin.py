"""The newsroom: writing and publishing posts, moderating what readers say."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from js_asset import Media

from desk.editing import VersionedForm
from kit.dates import long_datetime
from kit.forms import field_of
from members.admin_tools import (
    LookOnlyAdmin,
    PortalAdmin,
    PortalInline,
    PortalStackedInline,
    SingleRowMixin,
    StoredFilesMixin,
)

from .actions import (
    CannotMove,
    change_policy,
    choose_lead_photo,
    lift_bans,
    moderate_comments,
    publish,
    record_change,
    withdraw,
)
from .models import (
    Attachment,
    Comment,
    CommentBan,
    CommentPolicy,
    FrontPin,
    Mailing,
    Page,
    PageComment,
    Photo,
    Post,
    Section,
    Subscriber,
    Tag,
)
from .models.workflow import PostState, may_follow

# --- Posts ------------------------------------------------------------------------------------


class PostForm(VersionedForm):
    also_lost = "Ảnh và tệp vừa chọn thì phải chọn lại."

    class Meta:
        model = Post
        fields = "__all__"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].widget.attrs["size"] = 90
        state = self.instance.state if self.instance.pk else PostState.DRAFT
        if "state" in self.fields:  # absent where the page is for reading only
            field_of(self, "state", forms.ChoiceField).choices = [
                choice for choice in PostState.choices if may_follow(state, choice[0])
            ]


class PostPhotoInline(PortalStackedInline):
    model = Photo
    fields = ["preview", "picture", "alt", "caption", "credit", "order"]
    readonly_fields = ["preview"]
    verbose_name_plural = "Ảnh (ảnh có thứ tự nhỏ nhất là ảnh chính)"

    @admin.display(description="xem trước")
    def preview(self, photo: Photo) -> SafeString | str:
        if not photo.pk:
            return "Ảnh hiện ở đây sau khi lưu."
        return format_html(
            '<img src="{}" alt="{}" width="240" height="{}">',
            photo.picture.rendition_url(photo.picture.widths[0]),
            photo.alt_text,
            round(240 * photo.height / max(photo.width, 1)),
        )


class AttachmentInline(PortalInline):
    model = Attachment
    fields = ["file", "title", "order"]


@admin.register(Post)
class PostAdmin(StoredFilesMixin, PortalAdmin):
    """The form of a post, in the order in which a post is written."""

    form = PostForm
    list_display = ["title", "section", "state_now", "audience", "published_at", "waiting"]
    list_filter = ["state", "section", "audience", "comments_mode"]
    list_select_related = ["section"]
    search_fields = ["search_text"]
    date_hierarchy = "published_at"
    ordering = ["-created_at", "-pk"]
    autocomplete_fields = ["tags", "event", "compact", "units"]
    inlines = [PostPhotoInline, AttachmentInline]
    actions = ["publish_selected", "withdraw_selected"]
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["version", "section", "title", "lead", "body", "author_signature"]}),
        ("Nhãn và những gì bài nói đến", {"fields": ["tags", "event", "compact", "units"]}),
        (
            "Đăng bài",
            {
                "fields": ["state", "published_at", "audience", "comments_mode"],
                "description": "Lưu ở trạng thái “bản nháp” thì chỉ ban biên tập xem được; dùng nút "
                "“Xem trên trang” để xem trước.",
            },
        ),
        ("Địa chỉ", {"fields": ["slug"], "classes": ["collapse"]}),
        ("Đường đi của bài", {"fields": ["way", "kept_versions"], "classes": ["collapse"]}),
    ]
    readonly_fields = ["way", "kept_versions"]
    delete_advice = (
        "Bài đã từng lên trang hoặc đã có nhận xét thì không xóa: hãy gỡ bài khỏi trang. Nhận xét, "
        "ảnh và tệp của bài còn nguyên, và có thể đăng lại."
    )

    def rows_to_keep(self, keys: list[Any]) -> QuerySet[Post]:
        return Post.objects.filter(pk__in=keys).ever_out()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Post]:
        waiting = (
            Comment.objects.waiting()
            .filter(post=OuterRef("pk"))
            .order_by()
            .values("post")
            .annotate(n=Count("pk"))
            .values("n")
        )
        return super().get_queryset(request).annotate(waiting_count=Coalesce(Subquery(waiting), 0))

    @admin.display(description="trạng thái", ordering="state")
    def state_now(self, post: Post) -> str:
        return "hẹn giờ" if post.is_scheduled else post.get_state_display()

    @admin.display(description="các bước đã qua")
    def way(self, post: Post) -> SafeString | str:
        steps = post.moves.select_related("by__member") if post.pk else []
        rows = [
            (long_datetime(step.moved_at), step, step.by or "bộ hẹn giờ", step.note)
            for step in steps
        ]
        return format_html_join(SafeString("<br>"), "{}: {} ({}) {}", rows) or "–"

    @admin.display(description="bản lưu")
    def kept_versions(self, post: Post) -> SafeString | str:
        count = post.versions.count() if post.pk else 0
        if not count:
            return "–"
        url = reverse("news_desk:versions", args=[post.pk])
        return format_html('<a href="{}">{} bản: xem, so sánh, khôi phục</a>', url, count)

    @admin.display(description="nhận xét chờ duyệt", ordering="waiting_count")
    def waiting(self, post: Any) -> SafeString | str:
        if not post.waiting_count:
            return "–"
        url = f"{reverse('admin:news_comment_changelist')}?post__id__exact={post.pk}"
        return format_html('<a href="{}">{}</a>', url, post.waiting_count)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        typed = super().get_changeform_initial_data(request)
        return {"author_signature": request.user.get_full_name().upper(), **typed}  # type: ignore[union-attr]  # the admin lets nobody else in

    def view_on_site(self, post: Post) -> str:
        return post.get_absolute_url()

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """The editor's import map is the only inline script; the nonce admits it."""
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)  # type: ignore[attr-defined]  # set by the CSP middleware
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Post, form: Any, change: bool) -> None:
        obj.updated_by = request.user  # type: ignore[assignment]  # signed in
        if not change:
            obj.created_by = obj.updated_by
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        choose_lead_photo(post=form.instance)
        old = form.initial.get("state") if change else PostState.DRAFT
        record_change(post=form.instance, old_state=old, by=request.user)  # type: ignore[arg-type]  # signed in

    @admin.action(description="Đăng các bài đã chọn", permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        try:
            count = publish(posts=queryset, by=request.user)  # type: ignore[arg-type]  # signed in
        except CannotMove as error:
            messages.error(request, f"Chưa đăng bài nào. {error}")
        else:
            messages.success(request, f"Đã đăng {count} bài.")

    @admin.action(description="Gỡ các bài đã chọn khỏi trang", permissions=["change"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet[Post]) -> None:
        count = withdraw(posts=queryset, by=request.user)  # type: ignore[arg-type]  # signed in
        messages.success(request, f"Đã gỡ {count} bài. Nội dung vẫn còn và có thể đăng lại.")


class CountedPostsAdmin(PortalAdmin):
    """Admin of sections and tags, with the number of posts of each."""

    search_fields = ["slug"]  # folded already, unlike the name

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).annotate(post_count=Count("posts"))

    @admin.display(description="số bài", ordering="post_count")
    def post_total(self, row: Any) -> int:
        return int(row.post_count)


@admin.register(Section)
class NewsSectionAdmin(CountedPostsAdmin):
    list_display = ["name", "slug", "order", "post_total"]
    list_editable = ["order"]
    delete_advice = "Hãy chuyển các bài sang chuyên mục khác trước khi xóa."


@admin.register(Tag)
class TagAdmin(CountedPostsAdmin):
    list_display = ["name", "slug", "post_total"]


class PageCommentInline(PortalInline):
    model = PageComment
    fields = ["name", "text", "created_at", "is_shown"]
    readonly_fields = ["created_at"]

    def has_add_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        return False  # they come from the old blog alone


@admin.register(Page)
class PageAdmin(PortalAdmin):
    inlines = [PageCommentInline]
    list_display = ["title", "slug", "state", "updated_at"]
    list_filter = ["state"]
    search_fields = ["search_text"]
    fields = ("title", "body", "state", "slug")

    def view_on_site(self, page: Page) -> str:
        return page.get_absolute_url()

    def render_change_form(
        self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """As for posts: the nonce admits the editor's import map."""
        context["media"] = Media.from_media(context["media"], nonce=request.csp_nonce)  # type: ignore[attr-defined]  # set by the CSP middleware
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(FrontPin)
class FrontPinAdmin(PortalAdmin):
    list_display = ["post", "kind", "order", "until"]
    list_select_related = ["post"]
    autocomplete_fields = ["post"]


# --- Comments ---------------------------------------------------------------------------------


class QueueListFilter(admin.SimpleListFilter):
    """The queue opens on what waits; everything else is a choice."""

    title = "trạng thái"
    parameter_name = "trang-thai"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [*Comment.State.choices, ("all", "tất cả")]

    def choices(self, changelist: Any) -> Iterator[dict[str, Any]]:  # type: ignore[override]  # Django yields plain dicts too
        chosen = self.value() or Comment.State.HELD
        for key, label in self.lookup_choices:
            query = changelist.get_query_string({self.parameter_name: key})
            yield {"selected": key == chosen, "query_string": query, "display": label}

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self.value() or Comment.State.HELD
        return queryset if chosen == "all" else queryset.filter(state=chosen)


@admin.register(Comment)
class CommentAdmin(PortalAdmin):
    """The moderation queue. A reader's text is never changed: it is approved or rejected."""

    list_display = ["excerpt", "writer", "post_link", "reasons", "created_at", "state"]
    list_filter = [
        QueueListFilter,
        "suspicion",
        "created_at",
        "post__section",
        ("user", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["post", "user__member"]
    search_fields = ["search_text"]
    ordering = ["created_at", "pk"]
    actions = ["approve_selected", "reject_selected", "restore_selected"]
    change_form_template = "admin/news/comment/change_form.html"
    delete_advice = (
        "Chỉ xóa được nhận xét đã từ chối và không có lời trả lời. Nhận xét khác thì hãy từ chối: "
        "nhận xét thôi hiện trên trang mà vẫn khôi phục được."
    )
    readonly_fields = [
        "full_text", "writer", "post_link", "reply_to", "reasons", "suspicion", "state", "created_at",
        "moderated_by", "moderated_at", "reference",
    ]  # fmt: skip
    fields = (*readonly_fields,)

    def rows_to_keep(self, keys: list[Any]) -> QuerySet[Comment]:
        is_kept = ~Q(state=Comment.State.REJECTED) | Exists(
            Comment.objects.filter(parent=OuterRef("pk")).exclude(pk__in=keys)
        )
        return Comment.objects.filter(is_kept, pk__in=keys)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def view_on_site(self, comment: Comment) -> str | None:
        return comment.get_absolute_url() if comment.is_shown else None

    def waiting_note(self, request: HttpRequest) -> str:
        """The note on the admin's first page beside the name of these records."""
        count = Comment.objects.waiting().count()
        return f"{count} chờ duyệt" if count else ""

    @admin.display(description="nội dung", ordering="created_at")
    def excerpt(self, comment: Comment) -> str:
        text = " ".join(comment.text.split())
        return text if len(text) <= 140 else f"{text[:140].rsplit(' ', 1)[0]} …"

    @admin.display(description="nội dung")
    def full_text(self, comment: Comment) -> SafeString:
        lines = ((line,) for line in comment.text.splitlines())
        return format_html_join(SafeString("<br>"), "{}", lines)

    @admin.display(description="người viết", ordering="name")
    def writer(self, comment: Comment) -> str:
        if comment.is_by_newsroom:
            return f"{comment.name} ({comment.user})"
        return f"{comment.name} ({'hội viên' if comment.is_by_member else 'khách'})"

    @admin.display(description="bài viết", ordering="post__title")
    def post_link(self, comment: Comment) -> SafeString:
        return format_html(
            '<a href="{}">{}</a>', comment.post.get_absolute_url(), comment.post.title
        )

    @admin.display(description="trả lời cho")
    def reply_to(self, comment: Comment) -> str:
        return str(comment.parent) if comment.parent else "–"

    @admin.display(description="vì sao chờ duyệt")
    def reasons(self, comment: Comment) -> SafeString | str:
        if not comment.held_because:
            return "–"
        return format_html_join(SafeString("<br>"), "{}", ((r,) for r in comment.held_because))

    def save_model(self, request: HttpRequest, obj: Comment, form: Any, change: bool) -> None:
        """The page has no field to save, only buttons that decide."""
        for button, state in (
            ("_approve", Comment.State.APPROVED),
            ("_reject", Comment.State.REJECTED),
            ("_restore", Comment.State.HELD),
        ):
            if button in request.POST:
                self._decide(request, Comment.objects.filter(pk=obj.pk), state)

    def construct_change_message(
        self, request: Any, form: Any, formsets: Any, add: bool = False
    ) -> Any:
        return []

    def response_change(self, request: HttpRequest, obj: Comment) -> HttpResponse:
        return self.response_post_save_change(request, obj)

    @admin.action(description="Duyệt đăng các nhận xét đã chọn", permissions=["change"])
    def approve_selected(self, request: HttpRequest, queryset: Any) -> None:
        self._decide(request, queryset, Comment.State.APPROVED)

    @admin.action(description="Từ chối các nhận xét đã chọn", permissions=["change"])
    def reject_selected(self, request: HttpRequest, queryset: Any) -> None:
        self._decide(request, queryset, Comment.State.REJECTED)

    @admin.action(
        description="Khôi phục: đưa các nhận xét đã chọn về hàng chờ", permissions=["change"]
    )
    def restore_selected(self, request: HttpRequest, queryset: Any) -> None:
        self._decide(request, queryset, Comment.State.HELD)

    def _decide(self, request: HttpRequest, comments: Any, state: Comment.State) -> None:
        count = moderate_comments(comments=comments, to=state, by=request.user)  # type: ignore[arg-type]  # signed in
        message = {
            Comment.State.APPROVED: f"Đã đăng {count} nhận xét.",
            Comment.State.REJECTED: f"Đã từ chối {count} nhận xét; có thể khôi phục bất cứ lúc nào.",
            Comment.State.HELD: f"Đã đưa {count} nhận xét về hàng chờ duyệt.",
        }
        messages.success(request, message[state])


@admin.register(CommentPolicy)
class CommentPolicyAdmin(SingleRowMixin, PortalAdmin):
    fieldsets = [
        ("Ai được viết, khi nào hiện", {"fields": ["is_open", "visitors_wait", "members_wait"]}),
        ("Khi nào đóng", {"fields": ["close_after_days"]}),
        (
            "Khi nào giữ lại để xem trước",
            {
                "fields": [
                    "spam_held_from",
                    "spam_certain_from",
                    "max_links",
                    "held_words",
                    "per_ten_minutes",
                    "max_length",
                ],
                "description": "Nhận xét bị giữ lại vào hàng chờ, kèm lý do; không mất đi. Muốn thử trước khi "
                "lưu thì vào Sổ công tác, Nhận xét, Quy định.",
            },
        ),
        ("Tòa soạn", {"fields": ["newsroom_name", "sends_digest", "digest_hour"]}),
    ]

    def save_model(self, request: HttpRequest, obj: CommentPolicy, form: Any, change: bool) -> None:
        change_policy(policy=obj, by=request.user)  # type: ignore[arg-type]  # signed in


@admin.register(CommentBan)
class CommentBanAdmin(PortalAdmin):
    """Bans in force. They are made at a comment, in the queue; here they can be lifted."""

    list_display = ["name", "user", "reason", "until", "created_by", "created_at", "in_force"]
    list_filter = ["created_at"]
    list_select_related = ["user__member", "created_by__member"]
    search_fields = ["name", "reason"]
    actions = ["lift_selected"]
    readonly_fields = [
        "name", "user", "comment", "reason", "until", "created_by", "created_at", "lifted_by", "lifted_at",
    ]  # fmt: skip
    fields = (*readonly_fields,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="đang chặn", boolean=True)
    def in_force(self, ban: CommentBan) -> bool:
        return ban.is_in_force

    @admin.action(description="Bỏ chặn những người đã chọn", permissions=["change"])
    def lift_selected(self, request: HttpRequest, queryset: Any) -> None:
        count = lift_bans(bans=queryset, by=request.user)  # type: ignore[arg-type]  # signed in
        messages.success(request, f"Đã bỏ chặn {count} người.")


# --- News by mail -----------------------------------------------------------------------------


@admin.register(Subscriber)
class SubscriberAdmin(LookOnlyAdmin):
    """Addresses with their middle hidden, here too."""

    list_display = ["masked", "state", "rhythm", "asked_at", "confirmed_at", "stopped_at"]
    list_filter = ["state", "rhythm"]
    fields = (
        "masked", "state", "rhythm", "asked_at", "confirmed_at", "consent_version", "stopped_at",
        "stop_reason", "refusals",
    )  # fmt: skip
    readonly_fields = ("masked",)

    def view_on_site(self, subscriber: Subscriber) -> None:
        """The owner's page opens to the owner alone."""

    @admin.display(description="địa chỉ thư", ordering="email")
    def masked(self, subscriber: Subscriber) -> str:
        return str(subscriber)


@admin.register(Mailing)
class MailingAdmin(LookOnlyAdmin):
    list_display = ["kind", "number", "made_at", "finished_at"]
    list_filter = ["kind"]
    fields = ("kind", "number", "period_start", "period_end", "made_at", "finished_at", "posts")
