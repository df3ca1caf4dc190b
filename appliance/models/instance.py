"""Settings of the instance as a whole: one JSON text per name."""

from tortoise import fields
from tortoise.models import Model


class Setting(Model):
    """One setting. Names in capitals are the wire's keys, others are our own."""

    name = fields.CharField(max_length=64, primary_key=True)
    value = fields.TextField()

    class Meta:
        table = "appliance_setting"
