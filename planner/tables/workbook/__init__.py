"""A case as a workbook: read as the files of a folder are, laid out for writing, and taken back into a folder."""

from planner.tables.workbook.form import Field, Form, Setting, TablePage
from planner.tables.workbook.layout import blank_form, form_of

__all__ = ["Field", "Form", "Setting", "TablePage", "blank_form", "form_of"]
