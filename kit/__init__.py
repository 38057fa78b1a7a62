"""The cellar: Vietnamese text, dates, money, files, charts; imports no app and no model."""
