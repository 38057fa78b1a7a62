"""Shared library: Vietnamese text, dates, money, files, charts; imports no app and no model."""
