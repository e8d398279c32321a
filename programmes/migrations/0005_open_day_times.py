import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('programmes', '0004_levels_of_forms'),
    ]

    operations = [
        migrations.AddField(
            model_name='openday',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, default=django.utils.timezone.now),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='openday',
            name='updated_at',
            field=models.DateTimeField(auto_now=True),
        ),
    ]
