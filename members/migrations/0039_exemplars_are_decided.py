from django.db import migrations, models


def forget_exemplars(apps, schema_editor):
    """Back: a rule on a matter that was not known before can't stand; what holds then needs none."""
    apps.get_model("members", "DecisionRule").objects.filter(matter="exemplar").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0038_consent_to_mail"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="decisionrule",
            name="members_decisionrule_matter_known",
        ),
        migrations.RunPython(migrations.RunPython.noop, forget_exemplars),
        migrations.AlterField(
            model_name="decisionrule",
            name="matter",
            field=models.CharField(
                choices=[
                    ("admission", "kết nạp"),
                    ("struck_off", "xóa tên"),
                    ("reprimand", "khiển trách"),
                    ("warning", "cảnh cáo"),
                    ("expelled", "khai trừ"),
                    ("resigned", "xin ra khỏi Hội"),
                    ("moved_away", "chuyển ra ngoài thành phố"),
                    ("welfare", "danh sách chăm lo, chúc thọ"),
                    ("exemplar", "điển hình tiên tiến, mô hình"),
                ],
                max_length=12,
                verbose_name="việc",
            ),
        ),
        migrations.AddConstraint(
            model_name="decisionrule",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "matter__in",
                        [
                            "admission",
                            "struck_off",
                            "reprimand",
                            "warning",
                            "expelled",
                            "resigned",
                            "moved_away",
                            "welfare",
                            "exemplar",
                        ],
                    )
                ),
                name="members_decisionrule_matter_known",
                violation_error_message="Giá trị này không có trong danh sách.",
            ),
        ),
    ]
