"""Advertisements of gambling and its kin, told from what honest people say. No model, no database."""

from .reading import Reading, read
from .signals import Signal, Span, Verdict, judge

__all__ = ["Reading", "Signal", "Span", "Verdict", "judge", "read"]
