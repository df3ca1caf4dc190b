"""People with an account."""

from tortoise import fields

from appliance.models.base import Row


class User(Row):
    """An account. `username` is its public name and compares byte for byte."""

    username = fields.CharField(max_length=255, unique=True)
    role = fields.SmallIntField()
    state = fields.SmallIntField(default=1)
    email = fields.TextField(default="")
    display_name = fields.TextField(default="")
    avatar_url = fields.TextField(default="")
    description = fields.TextField(default="")
    password_hash = fields.TextField(default="")
    create_time = fields.BigIntField()
    update_time = fields.BigIntField()

    class Meta:
        table = "appliance_user"
        indexes = (("role", "id"),)
