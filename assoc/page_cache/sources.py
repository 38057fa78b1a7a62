"""What visitors are shown, model by model."""

from collections.abc import Mapping

_ALL: frozenset[str] = frozenset()
# Models whose rows public pages read, each with the fields whose change no public page shows. A page that
# reads any other table is not kept, and tests/assoc/test_page_cache.py says so.
READ: Mapping[str, frozenset[str]] = {
    "assoc.MenuEntry": _ALL,
    "assoc.SiteProfile": _ALL,
    "members.Unit": _ALL,
    "members.Succession": _ALL,
    "members.Term": _ALL,
    "members.Position": _ALL,
    "members.Appointment": _ALL,
    "members.Membership": frozenset({"entered_by", "left_by", "decision_no", "predecessor"}),
    "members.Member": frozenset(
        {"phone", "phone_is_shared", "phone_owner", "address", "notes", "education", "form_token"}
    ),
    "members.Consent": _ALL,
    "news.Section": _ALL,
    "news.OldSection": _ALL,
    "news.Tag": _ALL,
    "news.Post": _ALL,
    "news.Photo": _ALL,
    "news.Attachment": _ALL,
    "news.FrontPin": _ALL,
    "news.Page": _ALL,
    "news.PageComment": _ALL,
    "news.OldAddress": _ALL,
    "news.CommentPolicy": _ALL,
    "news.Comment": _ALL,
    "events.EventKind": _ALL,
    "events.Event": _ALL,
    "events.EventHost": _ALL,
    "events.FormerDay": _ALL,
    "events.AnnualDay": _ALL,
    "events.ContestResult": _ALL,
    "events.Contestant": _ALL,
    "events.EventPhoto": _ALL,
    "events.EventDocument": _ALL,
    "events.Guest": _ALL,
    "events.ProgrammeItem": _ALL,
    "events.RegistrationTerms": _ALL,
    "events.Registration": _ALL,
    "welfare.WelfareKind": _ALL,
    "welfare.Rate": _ALL,
    "welfare.Activity": frozenset({"receipt_no", "basis", "note", "token", "search_text"}),
    "welfare.PublicFigure": _ALL,
    "welfare.PublishedQuarter": _ALL,
    "emulation.Cluster": _ALL,
    "emulation.ClusterHead": _ALL,
    "emulation.ClusterMembership": _ALL,
    "emulation.Compact": _ALL,
    "emulation.Section": _ALL,
    "emulation.Clause": _ALL,
    "emulation.Target": _ALL,
    "emulation.TargetResult": _ALL,
    "emulation.Signature": _ALL,
    "emulation.SigningAbsence": _ALL,
    "emulation.Addendum": _ALL,
    "emulation.Classification": _ALL,
}
# What pages show up to a minute late: each reading of an article would else undo what was kept.
READ_LATE = frozenset({"news.PostReads"})
