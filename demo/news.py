"""Puts the articles into the newspaper, with photographs, files, tags and what readers said."""

import datetime as dt
import hashlib
import random
import re

from django.core.files.base import ContentFile
from django.utils import timezone

from emulation.models import Compact
from kit.dates import local_today
from kit.text import fold, slugify
from members.models import User
from news.actions.front import USUAL_SECTIONS
from news.models import Attachment, Comment, CommentPolicy, FrontPin, Photo, Post, Section, Tag
from news.rules import look_over

from .album import Album
from .articles import ARTICLES, IN_FORCE, SIGNING, Article, DemoComment, yearly_articles
from .emulation import Emulation
from .events import Events
from .offices import Offices
from .paper import compact_pdf
from .seeds import chance
from .units import Tree

_CODE = "ACDEFGHJKLMNPQRTUVWXY34679"


def load(tree: Tree, offices: Offices, events: Events, emulation: Emulation, album: Album) -> int:
    rng = chance("news")
    CommentPolicy.objects.create(pk=1, held_words="vay nóng\ncờ bạc\ncá độ\ndư luận")
    sections = {
        name: Section.objects.create(
            name=name, slug=slugify(name), description=description, order=order
        )
        for order, (name, description) in enumerate(USUAL_SECTIONS, 1)
    }
    tags: dict[str, Tag] = {}
    posts = 0
    featured: list[Post] = []
    now = timezone.now()
    for article in (*ARTICLES, *yearly_articles(local_today())):
        # A machine whose clock stands before an article's fixed day simply does without it.
        if article.published_at > now and article.when[0] not in "+-":
            continue
        post = _post(article, sections[article.section], offices, events, emulation)
        post.units.set(tree[code] for code in article.units)
        post.tags.set(_tag(tags, name) for name in article.tags)
        _photos(post, article, album)
        for written in article.comments:
            _comment(rng, post, written, offices, None)
        if article.featured:
            featured.append(post)
        posts += 1
        if article is SIGNING:
            _attach(post, emulation.compacts[2024])
    _front(featured)
    return posts


def _post(
    article: Article, section: Section, offices: Offices, events: Events, emulation: Emulation
) -> Post:
    published = article.published_at
    if article.when.startswith("-"):
        # The newest must be out already, however early in the day the demo is loaded.
        published = min(published, timezone.now() - dt.timedelta(minutes=20))
    post = Post(
        title=article.title,
        lead=article.lead,
        body=article.body,
        author_signature=article.author,
        section=section,
        state=article.state,
        audience=article.audience,
        published_at=None if article.state == Post.State.DRAFT else published,
        event=events.by_title.get(article.event),
        compact=_compact(article, emulation),
        created_by=offices.users["bientap"],
    )
    post.full_clean()
    post.save()
    return post


def _compact(article: Article, emulation: Emulation) -> Compact | None:
    if article.compact is None:
        return None
    return (
        emulation.in_force if article.compact == IN_FORCE else emulation.compacts[article.compact]
    )


def _front(featured: list[Post]) -> None:
    """The newest of the outstanding leads; the two before it are pinned."""
    newest = sorted(featured, key=lambda post: post.published_at or timezone.now(), reverse=True)
    for order, post in enumerate(newest[:3]):
        kind = FrontPin.Kind.PIN if order else FrontPin.Kind.LEAD
        FrontPin.objects.create(post=post, kind=kind, order=order)


def _tag(tags: dict[str, Tag], name: str) -> Tag:
    if name not in tags:
        tags[name] = Tag.objects.create(name=name, slug=slugify(name))
    return tags[name]


def _photos(post: Post, article: Article, album: Album) -> None:
    for order, (scene, caption) in enumerate(article.photos, 1):
        photo = Photo(post=post, caption=caption, credit=article.credit, order=order)
        album.put(photo, scene)
        if order == 1:
            post.lead_photo = photo
            post.save(update_fields=["lead_photo"])


def _attach(post: Post, compact: Compact) -> None:
    content = compact_pdf(compact)
    attachment = Attachment(post=post, title=f"{compact.title} (bản minh họa)", order=1)
    attachment.file.save("giao-uoc-thi-dua-cum-ii-2024.pdf", ContentFile(content), save=False)
    attachment.size = len(content)
    attachment.save()


def _comment(
    rng: random.Random, post: Post, written: DemoComment, offices: Offices, parent: Comment | None
) -> None:
    """Writes the comment and its replies at their hours, never in the future."""
    published_at = post.published_at or timezone.now()
    written_at = published_at + dt.timedelta(hours=written.hours, minutes=rng.randint(0, 40))
    written_at = min(written_at, timezone.now() - dt.timedelta(minutes=rng.randint(1, 9)))
    user: User | None = offices.users.get(written.user)
    seen = written.state != Comment.State.HELD and user is None
    finding = look_over(written.name, written.text, CommentPolicy())
    is_held = written.state == Comment.State.HELD
    comment = Comment(
        post=post,
        parent=parent,
        user=user,
        name=written.name,
        text=written.text,
        state=written.state,
        held_because=list(written.held_because) or (finding.reasons if is_held else []),
        suspicion=finding.suspicion if is_held else Comment.Suspicion.NONE,
        reference="".join(rng.choices(_CODE, k=8)),
        token=f"demo-{rng.getrandbits(64):016x}",
        origin=_origin(written.name) if user is None else "",
        created_at=written_at,
        moderated_by=offices.users["bientap"] if seen else None,
        moderated_at=written_at + dt.timedelta(minutes=rng.randint(12, 90)) if seen else None,
    )
    comment.full_clean()
    comment.save()
    for reply in written.replies:
        _comment(rng, post, reply, offices, comment)


def _origin(name: str) -> str:
    """Looks like the hash of a network address, and is one of a name."""
    return hashlib.sha256(re.sub(r"\W", "", fold(name)).encode()).hexdigest()
