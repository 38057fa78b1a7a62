"""Constraints that several models add to their columns: names without markup, known choices only,
votes that can be, days in their order, reasons where a state asks for one."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db import models
from django.db.models import F, Q

M = TypeVar("M", bound=type[models.Model])


NO_BRACKETS = "Tên không được có dấu < hoặc >."


def plain_names(*names: str) -> Callable[[M], M]:
    """Class decorator: no < or > in these columns, which name a person, a unit or a post.

    A second line of defence, as pages escape their output. Forms show the error beside the field
    (`members.fields`), the admin above its form.
    """

    def add(model: M) -> M:
        options: Any = model._meta
        for name in names:
            has_brackets = Q(**{f"{name}__contains": "<"}) | Q(**{f"{name}__contains": ">"})
            options.constraints.append(
                models.CheckConstraint(
                    condition=~has_brackets,
                    name=f"{options.app_label}_{options.model_name}_{name}_plain",
                    violation_error_message=NO_BRACKETS,
                )
            )
        # Migrations read the constraints of a model's Meta from here.
        options.original_attrs["constraints"] = options.constraints
        return model

    return add


def known_choices(*names: str) -> Callable[[M], M]:
    """Class decorator: the database accepts only the choices of these columns.

    For columns of rights, money and states, where no query would notice an unknown value.
    """

    def add(model: M) -> M:
        options: Any = model._meta
        for name in names:
            field: Any = options.get_field(name)
            known = [value for value, _ in field.choices if value not in ("", None)]
            options.constraints.append(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__in": [*known, ""] if field.blank else known}),
                    name=f"{options.app_label}_{options.model_name}_{name}_known",
                    violation_error_message="Giá trị này không có trong danh sách.",
                )
            )
        # Migrations read the constraints of a model's Meta from here.
        options.original_attrs["constraints"] = options.constraints
        return model

    return add


def possible_votes(name: str, body: str) -> models.CheckConstraint:
    """Of a vote both numbers are known or neither, and no more agree than are present.

    `body`: how the columns begin, "branch" of `branch_for` and `branch_present`.
    """
    votes, present = f"{body}_for", f"{body}_present"
    return models.CheckConstraint(
        condition=Q(**{f"{votes}__isnull": True, f"{present}__isnull": True})
        | Q(**{f"{votes}__lte": F(present), f"{present}__gt": 0}),
        name=name,
        violation_error_message="Số người đồng ý không thể nhiều hơn số người dự họp.",
    )


def not_before(name: str, later: str, earlier: str, message: str) -> models.CheckConstraint:
    """The later day, where there is one, is not before the earlier."""
    return models.CheckConstraint(
        condition=Q(**{f"{later}__isnull": True}) | Q(**{f"{later}__gte": F(earlier)}),
        name=name,
        violation_error_message=message,
    )


def day_in_its_year(name: str, day: str, year: str, message: str) -> models.CheckConstraint:
    """The day, where it is known, lies in the year of another column."""
    return models.CheckConstraint(
        condition=Q(**{f"{day}__isnull": True}) | Q(**{f"{day}__year": F(year)}),
        name=name,
        violation_error_message=message,
    )


def worded(name: str, where: Q, column: str, message: str) -> models.CheckConstraint:
    """Rows of that condition have words in the column, such as the reason of a refusal."""
    return models.CheckConstraint(
        condition=~where | ~Q(**{column: ""}), name=name, violation_error_message=message
    )


def struck_off_on_a_ground(model: str, matter: str) -> models.CheckConstraint:
    """A strike-off, and nothing else, names its ground. `matter`: the column that says what it is."""
    is_strike_off = Q(**{matter: "struck_off"})
    return models.CheckConstraint(
        condition=is_strike_off & ~Q(ground="") | ~is_strike_off & Q(ground=""),
        name=f"members_{model}_struck_off_on_a_ground",
        violation_error_message="Xóa tên phải có căn cứ.",
    )
