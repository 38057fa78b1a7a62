"""Who admits, and by which votes, goes from the rule of joining to the one rule of all decisions."""

from typing import Any

from django.db import migrations

OURS = "đề xuất, chờ Điều lệ và hướng dẫn của Hội"
WRITTEN = "quy định kết nạp đã ghi trước đây"


def give_to_decision_rules(apps: Any, schema_editor: Any) -> None:
    using = schema_editor.connection.alias
    decision_rules = apps.get_model("members", "DecisionRule").objects.using(using)
    for rule in apps.get_model("members", "AdmissionRule").objects.using(using):
        is_ours = (rule.backing_share, rule.decision_share) == ("1/2", "2/3")
        decision_rules.create(
            unit_id=rule.unit_id,
            matter="admission",
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
            decided_by="above",
            branch_share=rule.backing_share,
            decider_share=rule.decision_share,
            allows_paper=not rule.is_decided_above,
            source=OURS if is_ours and not rule.is_decided_above else WRITTEN,
        )


def take_back(apps: Any, schema_editor: Any) -> None:
    """A share that asked for no votes becomes the usual one: there the column was never empty."""
    using = schema_editor.connection.alias
    rules = apps.get_model("members", "DecisionRule").objects.using(using)
    for rule in apps.get_model("members", "AdmissionRule").objects.using(using):
        admission = rules.filter(
            unit=rule.unit_id, matter="admission", valid_from=rule.valid_from
        ).first()
        if admission is not None:
            rule.backing_share = admission.branch_share or "1/2"
            rule.decision_share = admission.decider_share or "2/3"
            rule.is_decided_above = not admission.allows_paper
            rule.save()


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0030_decision_rules"),
    ]

    operations = [migrations.RunPython(give_to_decision_rules, take_back)]
