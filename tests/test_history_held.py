"""Nothing that people edit is changed untold: every model has its place, every raw write its reason."""

import ast
from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings

from members.models.history import TRACKED

TABLES = (
    "members",
    "events",
    "welfare",
    "dues",
    "fund",
    "inspection",
    "recognition",
    "exemplars",
    "emulation",
    "reports",
    "news",
    "assoc",
)
OURS = ("desk", "register", "moves", "papers", *TABLES)
# What is itself a log, a machine's book-keeping, or nobody's record.
UNTRACKED = {
    "emulation.peersheet": "blind until opened; says itself who handed it in, and never changes then",
    "emulation.peermark": "as its sheet",
    "members.readrecord": "a log",
    "members.listsetting": "how one person looks at a list",
    "members.change": "the history itself",
    "news.postmove": "a log",
    "news.postversion": "kept versions",
    "news.postdraft": "what is being typed",
    "news.pagedraft": "what is being typed",
    "news.postpresence": "who has it open now",
    "news.previewlink": "has its own times",
    "news.subscriber": "a reader's own choice; erased on demand, history and all",
    "news.mailing": "a log",
    "news.delivery": "a log",
    "news.postreads": "a count",
    "news.oldaddress": "derived from the old blog's file",
    "news.importedentry": "an import's own book",
    "news.importrun": "a log",
    "members.passprinting": "a log",
    "members.signintrail": "a count",
    "members.scan": "says itself who put it there, and when",
    "news.moderationdigest": "a log",
    "reports.reportdraft": "what is being typed",
    "exemplars.exemplarreview": "never changed, and says itself who wrote it, and when",
    "recognition.dossierreview": "never changed, and says itself who wrote it, and when",
    "recognition.dossierfile": "says itself who put it there, and when",
    "reports.signedcopy": "says itself who put it there, and when",
    "assoc.searchentry": "derived",
    "dues.collectionposting": "never changed; its voucher says who wrote it, and when",
    "welfare.activityposting": "never changed; its voucher says who wrote it, and when",
    "recognition.grantposting": "never changed; its voucher says who wrote it, and when",
    "welfare.houseposting": "never changed; its voucher says who wrote it, and when",
    "welfare.publishedquarter": "never changed; the clock writes it",
    "welfare.publicfigure": "never changed; the clock writes it",
    "welfare.countedact": "the machine's own book",
    "fund.cashcount": "kept as it was signed, and says itself who wrote it, and when",
    "fund.voucherscan": "says itself who put it there, and when",
    "fund.instalment": "never changed, written with its loan",
    "fund.transaction": "never changed, and says itself who wrote it, and when",
    "assoc.job": "the machine's",
    "assoc.pagegeneration": "the machine's: triggers write it",
}
RAW = {"update", "bulk_create", "bulk_update", "raw"}
# Where rows are written without a signal, and why that is right: (file, what it is called on).
ALLOWED = {
    ("assoc/jobs.py", "mine.update"): "the timer's own book",
    ("members/models/reads.py", "ReadRecord.objects.bulk_create"): "a log",
    ("members/history.py", "model._base_manager.filter().update"): "tells it",
    (
        "members/history.py",
        "rows.update",
    ): "`repoint`: of untracked tables only, tracked ones by bulk_change",
    ("members/history.py", "model._default_manager.bulk_create"): "tells it",
    ("members/history.py", "model._default_manager.bulk_update"): "tells it",
    ("members/history.py", "Change.objects.bulk_create"): "the history itself",
    ("events/actions/invitations.py", "mine.update"): "the timer's claim: a mail goes once",
    ("events/actions/notices.py", "mine.update"): "the timer's claim: a mail goes once",
    ("events/actions/notices.py", "rows.update"): "the timer's, as above",
    (
        "events/actions/invitations.py",
        "Invitation.objects.filter().update",
    ): "the timer's, as above",
    ("news/actions/posts.py", "Post.objects.filter().update"): "lead_photo follows the photographs",
}
NO_QUERYSET = {
    ("events/forms/desk.py", "self.initial.update"),
    ("events/forms/desk.py", "shown.initial.update"),
    ("events/forms/minutes.py", "self.initial.update"),
    ("events/forms/minutes.py", "shown.initial.update"),
    ("blogger/filing.py", "self._told.update"),
    ("assoc/settings.py", "vars().update"),
    ("register/filters.py", "query.update"),
    ("register/forms/member.py", "self.initial.update"),
}
# Files that write nothing but untracked tables.
ALLOWED_FILES = {
    "news/actions/mailings.py": "logs of what was sent",
    "news/actions/subscriptions.py": "a reader's own choice",
    "news/models/reads.py": "counts",
    "members/models/sign_in.py": "counts",
    "welfare/actions/publishing.py": "figures that never change, and which acts they count",
    "blogger/writing.py": "an import of 100,000 entries; its report tells what it did",
    "blogger/importing.py": "the same",
    "blogger/views.py": "the import's own log",
}


def test_every_model_is_tracked_or_says_why_not() -> None:
    ours = {
        model._meta.label_lower
        for app in TABLES
        for model in apps.get_app_config(app).get_models()
        if not model._meta.proxy and not model._meta.auto_created
    }

    assert ours == set(TRACKED) | set(UNTRACKED)


def _dotted(node: ast.AST) -> str:
    match node:
        case ast.Name():
            return node.id
        case ast.Attribute():
            return f"{_dotted(node.value)}.{node.attr}"
        case ast.Call():
            return f"{_dotted(node.func)}()"
        case ast.Subscript():
            return f"{_dotted(node.value)}[]"
    return "?"


def _raw_writes(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in RAW
        ):
            yield _dotted(node.func)


def test_raw_writes_are_seen_by_the_check() -> None:
    source = "Member.objects.filter(pk=1).update(phone='')\nrows.bulk_create([x])\nsave(update=1)"

    assert list(_raw_writes(source)) == ["Member.objects.filter().update", "rows.bulk_create"]


def test_no_raw_write_goes_untold() -> None:
    """Use `bulk_change`, `bulk_add`, `bulk_save` of members.history, or say here why not."""
    found = set()
    for app in OURS:
        for path in sorted((Path(settings.BASE_DIR) / app).rglob("*.py")):
            name = path.relative_to(settings.BASE_DIR).as_posix()
            # Migrations are told by their names.
            if "/migrations/" in name:
                continue
            if name in ALLOWED_FILES:
                continue
            found |= {(name, words) for words in _raw_writes(path.read_text())}

    assert found - NO_QUERYSET - set(ALLOWED) == set()
