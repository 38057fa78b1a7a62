"""Recognises advertisements of gambling and the like among honest comments. No model, no database."""

from .reading import Reading, read
from .signals import Signal, Span, Verdict, judge

__all__ = ["Reading", "Signal", "Span", "Verdict", "judge", "read"]
