"""Recognises advertisements of gambling and the like among honest comments. No model, no database."""

from .reading import PlainText, read
from .signals import Signal, Span, Verdict, judge

__all__ = ["PlainText", "Signal", "Span", "Verdict", "judge", "read"]
