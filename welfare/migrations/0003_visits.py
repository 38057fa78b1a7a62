import django.db.models.deletion
import members.models.pictures
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0033_discipline_by_proposal"),
        ("welfare", "0002_milestone_rates"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ActivityPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "picture",
                    members.models.pictures.PictureField(
                        max_length=200, upload_to="nghia-tinh", verbose_name="ảnh"
                    ),
                ),
                (
                    "width",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="rộng"),
                ),
                (
                    "height",
                    models.PositiveIntegerField(default=0, editable=False, verbose_name="cao"),
                ),
                ("added_at", models.DateTimeField(auto_now_add=True, verbose_name="đưa lên lúc")),
            ],
            options={
                "verbose_name": "ảnh lần chăm lo",
                "verbose_name_plural": "ảnh lần chăm lo",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="HealthReason",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "text",
                    models.TextField(
                        help_text="Chỉ người có quyền về sức khỏe mở được; mỗi lượt mở đều được ghi lại.",
                        verbose_name="lý do sức khỏe, hoàn cảnh",
                    ),
                ),
            ],
            options={
                "verbose_name": "lý do sức khỏe, hoàn cảnh",
                "verbose_name_plural": "lý do sức khỏe, hoàn cảnh",
            },
        ),
        migrations.AddField(
            model_name="activity",
            name="answer",
            field=models.CharField(
                blank=True, max_length=300, verbose_name="lý do không duyệt, hủy"
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="answered_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="duyệt hoặc hủy lúc"
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="answered_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người duyệt hoặc hủy",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="basis",
            field=models.CharField(blank=True, max_length=240, verbose_name="căn cứ mức tiền"),
        ),
        migrations.AddField(
            model_name="activity",
            name="departure",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="welfare",
                to="members.departure",
                verbose_name="việc từ trần",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="entered_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="ghi lúc"
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="entered_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người ghi",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="note",
            field=models.CharField(
                blank=True,
                help_text="Ai xem được sổ nghĩa tình đều đọc được. Không ghi bệnh tật, hoàn cảnh.",
                max_length=300,
                verbose_name="ghi chú",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="receipt_no",
            field=models.CharField(
                blank=True, max_length=40, verbose_name="số phiếu chi, giấy biên nhận"
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="receiver",
            field=models.CharField(
                blank=True,
                help_text="Khi người khác nhận thay: vợ, chồng, con, người nhà.",
                max_length=120,
                verbose_name="người nhận",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="state",
            field=models.CharField(
                choices=[
                    ("proposed", "chờ duyệt"),
                    ("approved", "đã duyệt, chờ trao"),
                    ("handed", "đã trao"),
                    ("refused", "không duyệt"),
                    ("cancelled", "đã hủy"),
                ],
                default="handed",
                max_length=10,
                verbose_name="tình trạng",
            ),
        ),
        migrations.AddField(
            model_name="activity",
            name="token",
            field=models.CharField(editable=False, max_length=64, null=True, unique=True),
        ),
        migrations.AddField(
            model_name="activity",
            name="updated_at",
            field=models.DateTimeField(auto_now=True, verbose_name="sửa lúc"),
        ),
        migrations.AddField(
            model_name="welfarekind",
            name="decided_from",
            field=models.PositiveBigIntegerField(
                blank=True,
                help_text="Từ số tiền này trở lên, chi hội đề nghị và cấp trên duyệt trước khi trao. Để trống: không cần duyệt. Ghi 0: lần nào cũng phải duyệt.",
                null=True,
                verbose_name="cấp trên duyệt từ số tiền (đồng)",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ["refused", "cancelled"]), _negated=True),
                    models.Q(("answer", ""), _negated=True),
                    _connector="OR",
                ),
                name="welfare_activity_turned_down_has_reason",
                violation_error_message="Không duyệt hoặc hủy thì phải ghi lý do.",
            ),
        ),
        migrations.AddConstraint(
            model_name="activity",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "approved", "handed", "refused", "cancelled"])
                ),
                name="welfare_activity_state_known",
                violation_error_message="Giá trị này không có trong danh sách.",
            ),
        ),
        migrations.AddField(
            model_name="activityphoto",
            name="activity",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="photographs",
                to="welfare.activity",
                verbose_name="lần chăm lo",
            ),
        ),
        migrations.AddField(
            model_name="activityphoto",
            name="added_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="người đưa lên",
            ),
        ),
        migrations.AddField(
            model_name="healthreason",
            name="activity",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="reason",
                to="welfare.activity",
                verbose_name="lần chăm lo",
            ),
        ),
    ]
