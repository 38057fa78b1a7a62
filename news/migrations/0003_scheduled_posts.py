"""Posts marked as out at a time to come become scheduled ones, which is what they were."""

from django.db import migrations
from django.db.models import F
from django.utils import timezone


def to_scheduled(apps, schema_editor):
    Post = apps.get_model("news", "Post")
    waiting = Post.objects.filter(state="published", published_at__gt=timezone.now())
    waiting.update(scheduled_for=F("published_at"))
    Post.objects.filter(state="published", published_at__gt=timezone.now()).update(
        state="scheduled", published_at=None
    )


def to_published(apps, schema_editor):
    Post = apps.get_model("news", "Post")
    Post.objects.filter(state="scheduled").update(
        state="published", published_at=F("scheduled_for")
    )
    Post.objects.filter(state__in=["submitted", "returned"]).update(state="draft")


class Migration(migrations.Migration):
    dependencies = [("news", "0002_newsroom")]

    operations = [migrations.RunPython(to_scheduled, to_published)]
