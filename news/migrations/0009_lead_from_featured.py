from django.db import migrations
from django.utils import timezone


def newest_featured_leads(apps, schema_editor):
    Post, FrontPin = apps.get_model("news", "Post"), apps.get_model("news", "FrontPin")
    featured = Post.objects.filter(
        is_featured=True, state="published", published_at__lte=timezone.now()
    )
    newest = featured.order_by("-published_at", "-pk").first()
    if newest is not None:
        FrontPin.objects.create(post=newest, kind="lead")


def lead_is_featured(apps, schema_editor):
    Post, FrontPin = apps.get_model("news", "Post"), apps.get_model("news", "FrontPin")
    leads = FrontPin.objects.filter(kind="lead")
    Post.objects.filter(pk__in=leads.values("post")).update(is_featured=True)
    # Else the way forward would make a second lead beside it.
    leads.delete()


class Migration(migrations.Migration):
    """Data apart from schema: PostgreSQL alters no table with trigger events pending."""

    dependencies = [
        ("news", "0008_front"),
    ]

    operations = [
        migrations.RunPython(newest_featured_leads, lead_is_featured),
    ]
