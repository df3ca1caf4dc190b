"""Everything the rest of the contract needs: one table for each noun."""

from tortoise import BaseDBAsyncClient

from appliance.models.statements import run

SQLITE = (
    """CREATE TABLE "appliance_memo_relation" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "memo_id" BIGINT NOT NULL REFERENCES "appliance_memo" ("id") ON DELETE CASCADE,
        "related_memo_id" BIGINT NOT NULL REFERENCES "appliance_memo" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_memo_relation_memo_id_related_memo_id" UNIQUE ("memo_id", "related_memo_id")
    )""",
    """CREATE INDEX "appliance_idx_memo_relation_related_memo_id" ON "appliance_memo_relation" ("related_memo_id")""",
    """CREATE TABLE "appliance_reaction" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "reaction_type" VARCHAR(64) NOT NULL,
        "create_time" BIGINT NOT NULL,
        "memo_id" BIGINT NOT NULL REFERENCES "appliance_memo" ("id") ON DELETE CASCADE,
        "creator_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_reaction_memo_id_creator_id_reaction_type" UNIQUE ("memo_id", "creator_id", "reaction_type")
    )""",
    """CREATE INDEX "appliance_idx_reaction_creator_id" ON "appliance_reaction" ("creator_id")""",
    """CREATE TABLE "appliance_memo_share" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL UNIQUE,
        "create_time" BIGINT NOT NULL,
        "expire_time" BIGINT,
        "memo_id" BIGINT NOT NULL REFERENCES "appliance_memo" ("id") ON DELETE CASCADE,
        "creator_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_memo_share_memo_id_id" ON "appliance_memo_share" ("memo_id", "id")""",
    """CREATE INDEX "appliance_idx_memo_share_creator_id" ON "appliance_memo_share" ("creator_id")""",
    """CREATE TABLE "appliance_user_setting" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "key" VARCHAR(64) NOT NULL,
        "value" TEXT NOT NULL,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_user_setting_user_id_key" UNIQUE ("user_id", "key")
    )""",
    """CREATE TABLE "appliance_shortcut" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL,
        "title" TEXT NOT NULL,
        "expression" TEXT NOT NULL,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_shortcut_user_id_uid" UNIQUE ("user_id", "uid")
    )""",
    """CREATE TABLE "appliance_webhook" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL UNIQUE,
        "display_name" TEXT NOT NULL,
        "url" TEXT NOT NULL,
        "signing_secret" TEXT NOT NULL,
        "create_time" BIGINT NOT NULL,
        "update_time" BIGINT NOT NULL,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_webhook_user_id_id" ON "appliance_webhook" ("user_id", "id")""",
    """CREATE TABLE "appliance_delivery" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL UNIQUE,
        "sequence" BIGINT NOT NULL,
        "activity" VARCHAR(64) NOT NULL,
        "body" TEXT NOT NULL,
        "state" SMALLINT NOT NULL,
        "attempts" INT NOT NULL,
        "next_time" BIGINT NOT NULL,
        "create_time" BIGINT NOT NULL,
        "finish_time" BIGINT,
        "status" INT NOT NULL,
        "reason" TEXT NOT NULL,
        "webhook_id" BIGINT NOT NULL REFERENCES "appliance_webhook" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_delivery_webhook_id_sequence_activity" UNIQUE ("webhook_id", "sequence", "activity")
    )""",
    """CREATE INDEX "appliance_idx_delivery_state_next_time_id" ON "appliance_delivery" ("state", "next_time", "id")""",
    """CREATE INDEX "appliance_idx_delivery_webhook_id_id" ON "appliance_delivery" ("webhook_id", "id")""",
    """CREATE TABLE "appliance_notification" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "kind" SMALLINT NOT NULL,
        "status" SMALLINT NOT NULL,
        "create_time" BIGINT NOT NULL,
        "receiver_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        "sender_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        "memo_id" BIGINT NOT NULL,
        "related_memo_id" BIGINT
    )""",
    """CREATE INDEX "appliance_idx_notification_receiver_id_id" ON "appliance_notification" ("receiver_id", "id")""",
    """CREATE INDEX "appliance_idx_notification_sender_id" ON "appliance_notification" ("sender_id")""",
    """CREATE INDEX "appliance_idx_notification_memo_id" ON "appliance_notification" ("memo_id")""",
    """CREATE INDEX "appliance_idx_notification_related_memo_id" ON "appliance_notification" ("related_memo_id")""",
    """CREATE TABLE "appliance_identity_provider" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL UNIQUE,
        "type" SMALLINT NOT NULL,
        "title" TEXT NOT NULL,
        "identifier_filter" TEXT NOT NULL,
        "config" TEXT NOT NULL
    )""",
    """CREATE TABLE "appliance_user_identity" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "provider" VARCHAR(36) NOT NULL,
        "extern_uid" VARCHAR(255) NOT NULL,
        "create_time" BIGINT NOT NULL,
        "update_time" BIGINT NOT NULL,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_user_identity_provider_extern_uid" UNIQUE ("provider", "extern_uid"),
        CONSTRAINT "appliance_uid_user_identity_user_id_provider" UNIQUE ("user_id", "provider")
    )""",
    """CREATE TABLE "appliance_upload" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL UNIQUE,
        "attachment" TEXT NOT NULL,
        "size" BIGINT NOT NULL,
        "received" BIGINT NOT NULL,
        "create_time" BIGINT NOT NULL,
        "update_time" BIGINT NOT NULL,
        "creator_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        "blob_id" BIGINT NOT NULL REFERENCES "appliance_blob" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_upload_creator_id" ON "appliance_upload" ("creator_id")""",
    """CREATE INDEX "appliance_idx_upload_blob_id" ON "appliance_upload" ("blob_id")""",
    """CREATE INDEX "appliance_idx_upload_update_time" ON "appliance_upload" ("update_time")""",
    """CREATE TABLE "appliance_runner" (
        "name" VARCHAR(64) NOT NULL PRIMARY KEY,
        "sequence" BIGINT NOT NULL,
        "holder" VARCHAR(64) NOT NULL,
        "lease_time" BIGINT NOT NULL
    )""",
    """CREATE TABLE "appliance_attachment_trash" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL,
        "creator_id" BIGINT NOT NULL,
        "deleter_id" BIGINT NOT NULL,
        "delete_time" BIGINT NOT NULL,
        "blob_id" BIGINT,
        "columns_json" TEXT NOT NULL
    )""",
    """CREATE INDEX "appliance_idx_attachment_trash_creator_id_id" ON "appliance_attachment_trash" ("creator_id", "id")""",
    """CREATE INDEX "appliance_idx_attachment_trash_delete_time" ON "appliance_attachment_trash" ("delete_time")""",
    """CREATE INDEX "appliance_idx_attachment_trash_blob_id" ON "appliance_attachment_trash" ("blob_id")""",
)

POSTGRES = (
    """CREATE TABLE "appliance_memo_relation" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "memo_id" BIGINT NOT NULL REFERENCES "appliance_memo" ("id") ON DELETE CASCADE,
        "related_memo_id" BIGINT NOT NULL REFERENCES "appliance_memo" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_memo_relation_memo_id_related_memo_id" UNIQUE ("memo_id", "related_memo_id")
    )""",
    """CREATE INDEX "appliance_idx_memo_relation_related_memo_id" ON "appliance_memo_relation" ("related_memo_id")""",
    """CREATE TABLE "appliance_reaction" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "reaction_type" VARCHAR(64) COLLATE "C" NOT NULL,
        "create_time" BIGINT NOT NULL,
        "memo_id" BIGINT NOT NULL REFERENCES "appliance_memo" ("id") ON DELETE CASCADE,
        "creator_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_reaction_memo_id_creator_id_reaction_type" UNIQUE ("memo_id", "creator_id", "reaction_type")
    )""",
    """CREATE INDEX "appliance_idx_reaction_creator_id" ON "appliance_reaction" ("creator_id")""",
    """CREATE TABLE "appliance_memo_share" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL UNIQUE,
        "create_time" BIGINT NOT NULL,
        "expire_time" BIGINT,
        "memo_id" BIGINT NOT NULL REFERENCES "appliance_memo" ("id") ON DELETE CASCADE,
        "creator_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_memo_share_memo_id_id" ON "appliance_memo_share" ("memo_id", "id")""",
    """CREATE INDEX "appliance_idx_memo_share_creator_id" ON "appliance_memo_share" ("creator_id")""",
    """CREATE TABLE "appliance_user_setting" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "key" VARCHAR(64) COLLATE "C" NOT NULL,
        "value" TEXT COLLATE "C" NOT NULL,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_user_setting_user_id_key" UNIQUE ("user_id", "key")
    )""",
    """CREATE TABLE "appliance_shortcut" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL,
        "title" TEXT COLLATE "C" NOT NULL,
        "expression" TEXT COLLATE "C" NOT NULL,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_shortcut_user_id_uid" UNIQUE ("user_id", "uid")
    )""",
    """CREATE TABLE "appliance_webhook" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL UNIQUE,
        "display_name" TEXT COLLATE "C" NOT NULL,
        "url" TEXT COLLATE "C" NOT NULL,
        "signing_secret" TEXT COLLATE "C" NOT NULL,
        "create_time" BIGINT NOT NULL,
        "update_time" BIGINT NOT NULL,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_webhook_user_id_id" ON "appliance_webhook" ("user_id", "id")""",
    """CREATE TABLE "appliance_delivery" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL UNIQUE,
        "sequence" BIGINT NOT NULL,
        "activity" VARCHAR(64) COLLATE "C" NOT NULL,
        "body" TEXT COLLATE "C" NOT NULL,
        "state" SMALLINT NOT NULL,
        "attempts" INT NOT NULL,
        "next_time" BIGINT NOT NULL,
        "create_time" BIGINT NOT NULL,
        "finish_time" BIGINT,
        "status" INT NOT NULL,
        "reason" TEXT COLLATE "C" NOT NULL,
        "webhook_id" BIGINT NOT NULL REFERENCES "appliance_webhook" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_delivery_webhook_id_sequence_activity" UNIQUE ("webhook_id", "sequence", "activity")
    )""",
    """CREATE INDEX "appliance_idx_delivery_state_next_time_id" ON "appliance_delivery" ("state", "next_time", "id")""",
    """CREATE INDEX "appliance_idx_delivery_webhook_id_id" ON "appliance_delivery" ("webhook_id", "id")""",
    """CREATE TABLE "appliance_notification" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "kind" SMALLINT NOT NULL,
        "status" SMALLINT NOT NULL,
        "create_time" BIGINT NOT NULL,
        "receiver_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        "sender_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        "memo_id" BIGINT NOT NULL,
        "related_memo_id" BIGINT
    )""",
    """CREATE INDEX "appliance_idx_notification_receiver_id_id" ON "appliance_notification" ("receiver_id", "id")""",
    """CREATE INDEX "appliance_idx_notification_sender_id" ON "appliance_notification" ("sender_id")""",
    """CREATE INDEX "appliance_idx_notification_memo_id" ON "appliance_notification" ("memo_id")""",
    """CREATE INDEX "appliance_idx_notification_related_memo_id" ON "appliance_notification" ("related_memo_id")""",
    """CREATE TABLE "appliance_identity_provider" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL UNIQUE,
        "type" SMALLINT NOT NULL,
        "title" TEXT COLLATE "C" NOT NULL,
        "identifier_filter" TEXT COLLATE "C" NOT NULL,
        "config" TEXT COLLATE "C" NOT NULL
    )""",
    """CREATE TABLE "appliance_user_identity" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "provider" VARCHAR(36) COLLATE "C" NOT NULL,
        "extern_uid" VARCHAR(255) COLLATE "C" NOT NULL,
        "create_time" BIGINT NOT NULL,
        "update_time" BIGINT NOT NULL,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_user_identity_provider_extern_uid" UNIQUE ("provider", "extern_uid"),
        CONSTRAINT "appliance_uid_user_identity_user_id_provider" UNIQUE ("user_id", "provider")
    )""",
    """CREATE TABLE "appliance_upload" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL UNIQUE,
        "attachment" TEXT COLLATE "C" NOT NULL,
        "size" BIGINT NOT NULL,
        "received" BIGINT NOT NULL,
        "create_time" BIGINT NOT NULL,
        "update_time" BIGINT NOT NULL,
        "creator_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        "blob_id" BIGINT NOT NULL REFERENCES "appliance_blob" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_upload_creator_id" ON "appliance_upload" ("creator_id")""",
    """CREATE INDEX "appliance_idx_upload_blob_id" ON "appliance_upload" ("blob_id")""",
    """CREATE INDEX "appliance_idx_upload_update_time" ON "appliance_upload" ("update_time")""",
    """CREATE TABLE "appliance_runner" (
        "name" VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
        "sequence" BIGINT NOT NULL,
        "holder" VARCHAR(64) COLLATE "C" NOT NULL,
        "lease_time" BIGINT NOT NULL
    )""",
    """CREATE TABLE "appliance_attachment_trash" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL,
        "creator_id" BIGINT NOT NULL,
        "deleter_id" BIGINT NOT NULL,
        "delete_time" BIGINT NOT NULL,
        "blob_id" BIGINT,
        "columns_json" TEXT COLLATE "C" NOT NULL
    )""",
    """CREATE INDEX "appliance_idx_attachment_trash_creator_id_id" ON "appliance_attachment_trash" ("creator_id", "id")""",
    """CREATE INDEX "appliance_idx_attachment_trash_delete_time" ON "appliance_attachment_trash" ("delete_time")""",
    """CREATE INDEX "appliance_idx_attachment_trash_blob_id" ON "appliance_attachment_trash" ("blob_id")""",
)

MYSQL = (
    """CREATE TABLE `appliance_memo_relation` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `memo_id` BIGINT NOT NULL,
        `related_memo_id` BIGINT NOT NULL,
        UNIQUE KEY `appliance_uid_memo_relation_memo_id_related_memo_id` (`memo_id`, `related_memo_id`),
        CONSTRAINT `fk_memo_relation_memo_id` FOREIGN KEY (`memo_id`) REFERENCES `appliance_memo` (`id`) ON DELETE CASCADE,
        CONSTRAINT `fk_memo_relation_related_memo_id` FOREIGN KEY (`related_memo_id`) REFERENCES `appliance_memo` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_memo_relation_related_memo_id` (`related_memo_id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_reaction` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `reaction_type` VARCHAR(64) NOT NULL,
        `create_time` BIGINT NOT NULL,
        `memo_id` BIGINT NOT NULL,
        `creator_id` BIGINT NOT NULL,
        UNIQUE KEY `appliance_uid_reaction_memo_id_creator_id_reaction_type` (`memo_id`, `creator_id`, `reaction_type`),
        CONSTRAINT `fk_reaction_memo_id` FOREIGN KEY (`memo_id`) REFERENCES `appliance_memo` (`id`) ON DELETE CASCADE,
        CONSTRAINT `fk_reaction_creator_id` FOREIGN KEY (`creator_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_reaction_creator_id` (`creator_id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_memo_share` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL UNIQUE,
        `create_time` BIGINT NOT NULL,
        `expire_time` BIGINT,
        `memo_id` BIGINT NOT NULL,
        `creator_id` BIGINT NOT NULL,
        CONSTRAINT `fk_memo_share_memo_id` FOREIGN KEY (`memo_id`) REFERENCES `appliance_memo` (`id`) ON DELETE CASCADE,
        CONSTRAINT `fk_memo_share_creator_id` FOREIGN KEY (`creator_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_memo_share_memo_id_id` (`memo_id`, `id`),
        KEY `appliance_idx_memo_share_creator_id` (`creator_id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_user_setting` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `key` VARCHAR(64) NOT NULL,
        `value` LONGTEXT NOT NULL,
        `user_id` BIGINT NOT NULL,
        UNIQUE KEY `appliance_uid_user_setting_user_id_key` (`user_id`, `key`),
        CONSTRAINT `fk_user_setting_user_id` FOREIGN KEY (`user_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_shortcut` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL,
        `title` LONGTEXT NOT NULL,
        `expression` LONGTEXT NOT NULL,
        `user_id` BIGINT NOT NULL,
        UNIQUE KEY `appliance_uid_shortcut_user_id_uid` (`user_id`, `uid`),
        CONSTRAINT `fk_shortcut_user_id` FOREIGN KEY (`user_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_webhook` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL UNIQUE,
        `display_name` LONGTEXT NOT NULL,
        `url` LONGTEXT NOT NULL,
        `signing_secret` LONGTEXT NOT NULL,
        `create_time` BIGINT NOT NULL,
        `update_time` BIGINT NOT NULL,
        `user_id` BIGINT NOT NULL,
        CONSTRAINT `fk_webhook_user_id` FOREIGN KEY (`user_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_webhook_user_id_id` (`user_id`, `id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_delivery` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL UNIQUE,
        `sequence` BIGINT NOT NULL,
        `activity` VARCHAR(64) NOT NULL,
        `body` LONGTEXT NOT NULL,
        `state` SMALLINT NOT NULL,
        `attempts` INT NOT NULL,
        `next_time` BIGINT NOT NULL,
        `create_time` BIGINT NOT NULL,
        `finish_time` BIGINT,
        `status` INT NOT NULL,
        `reason` LONGTEXT NOT NULL,
        `webhook_id` BIGINT NOT NULL,
        UNIQUE KEY `appliance_uid_delivery_webhook_id_sequence_activity` (`webhook_id`, `sequence`, `activity`),
        CONSTRAINT `fk_delivery_webhook_id` FOREIGN KEY (`webhook_id`) REFERENCES `appliance_webhook` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_delivery_state_next_time_id` (`state`, `next_time`, `id`),
        KEY `appliance_idx_delivery_webhook_id_id` (`webhook_id`, `id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_notification` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `kind` SMALLINT NOT NULL,
        `status` SMALLINT NOT NULL,
        `create_time` BIGINT NOT NULL,
        `receiver_id` BIGINT NOT NULL,
        `sender_id` BIGINT NOT NULL,
        `memo_id` BIGINT NOT NULL,
        `related_memo_id` BIGINT,
        CONSTRAINT `fk_notification_receiver_id` FOREIGN KEY (`receiver_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE,
        CONSTRAINT `fk_notification_sender_id` FOREIGN KEY (`sender_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_notification_receiver_id_id` (`receiver_id`, `id`),
        KEY `appliance_idx_notification_sender_id` (`sender_id`),
        KEY `appliance_idx_notification_memo_id` (`memo_id`),
        KEY `appliance_idx_notification_related_memo_id` (`related_memo_id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_identity_provider` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL UNIQUE,
        `type` SMALLINT NOT NULL,
        `title` LONGTEXT NOT NULL,
        `identifier_filter` LONGTEXT NOT NULL,
        `config` LONGTEXT NOT NULL
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_user_identity` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `provider` VARCHAR(36) NOT NULL,
        `extern_uid` VARCHAR(255) NOT NULL,
        `create_time` BIGINT NOT NULL,
        `update_time` BIGINT NOT NULL,
        `user_id` BIGINT NOT NULL,
        UNIQUE KEY `appliance_uid_user_identity_provider_extern_uid` (`provider`, `extern_uid`),
        UNIQUE KEY `appliance_uid_user_identity_user_id_provider` (`user_id`, `provider`),
        CONSTRAINT `fk_user_identity_user_id` FOREIGN KEY (`user_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_upload` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL UNIQUE,
        `attachment` LONGTEXT NOT NULL,
        `size` BIGINT NOT NULL,
        `received` BIGINT NOT NULL,
        `create_time` BIGINT NOT NULL,
        `update_time` BIGINT NOT NULL,
        `creator_id` BIGINT NOT NULL,
        `blob_id` BIGINT NOT NULL,
        CONSTRAINT `fk_upload_creator_id` FOREIGN KEY (`creator_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE,
        CONSTRAINT `fk_upload_blob_id` FOREIGN KEY (`blob_id`) REFERENCES `appliance_blob` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_upload_creator_id` (`creator_id`),
        KEY `appliance_idx_upload_blob_id` (`blob_id`),
        KEY `appliance_idx_upload_update_time` (`update_time`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_runner` (
        `name` VARCHAR(64) NOT NULL PRIMARY KEY,
        `sequence` BIGINT NOT NULL,
        `holder` VARCHAR(64) NOT NULL,
        `lease_time` BIGINT NOT NULL
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_attachment_trash` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL,
        `creator_id` BIGINT NOT NULL,
        `deleter_id` BIGINT NOT NULL,
        `delete_time` BIGINT NOT NULL,
        `blob_id` BIGINT,
        `columns_json` LONGTEXT NOT NULL,
        KEY `appliance_idx_attachment_trash_creator_id_id` (`creator_id`, `id`),
        KEY `appliance_idx_attachment_trash_delete_time` (`delete_time`),
        KEY `appliance_idx_attachment_trash_blob_id` (`blob_id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
)

STATEMENTS = {"sqlite": SQLITE, "postgres": POSTGRES, "mysql": MYSQL}


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Make the tables, each statement on its own."""
    return await run(db, STATEMENTS)


async def downgrade(db: BaseDBAsyncClient) -> str:
    """Going back would drop what people wrote: restore a backup instead."""
    raise NotImplementedError


MODELS_STATE = (
    "eJztXe9z2zbS/lcw+tLejJpJnJ8Xf7JTt+f3TZ2O7V7vJunIEAlJOFMEj4CsqH3zv79YkJ"
    "RACZQAmZIoGjOZiUVgIepZENxnd7H4qzNmIYn4s984STvv0V+dGI+J/KN0vYs6OEkWV+GC"
    "wP1IdZQtEcVxQHqTom+fixQHQrYOcMSJvBQSHqQ0EZTFIHMWIxwEbBKLZ+gOxOBb7xDliA"
    "qOkkk/ogGCawjHIQrYOMEp4ag/EwQNWKr+eAZfFbJAfheNh7WOOonpfyekJ9iQiJHC5fMf"
    "8jKNQ/KVcPj4uZMy+fPhYtj5AxqT+96AkigsgSgbZZO63hOzRF07p8PLWPyk+sIv6PcCFk"
    "3G8aJ/MhMjFs8FaCzg6pDEJMWCwDeIdAKoxpMoytVQAJ3d+qJLds+aTEgGeBKBbkA6u4HF"
    "tU6vd/XptndzcdvrdVb0VkhooOeXAhaDzuWtcgXAEG7hh7+fnLx8+fbk+cs3716/evv29b"
    "vn72Rfdb+rTW+/ZTezQCsbSmF2+fPl1S3cEJMTK5t3cOGbksECZ1JKNQv0iymwqoMPI5ya"
    "NaDLLOlB/sBlPRSoN1cRY/y1F5F4KEby48nr12tA/ufZ9Yd/nF1/L3v9rQz1Vd50krUB6g"
    "uUiwehjPDNGEdR5TwvZDbPdBuEiwsLiBfLzv4m+8uTt2/m0xs+rJvQN7+cffxYzOAFllzI"
    "n+0K5lxof2i+aD6UZIxptArlLflaAeNcoJ7H3gbGTmdHOK6B6/biX2ohHXP+30h/uL//5e"
    "xf6rkfz/KWj5+ufi66a4vBh4+fzpfADilPIjzrmVfbasyX5Tz0ztDjB/n6S3uT1Gmyl6U8"
    "7O4zXrtNlwlfFvPAOwOfYM6nLA17I8xHLtCvCHrwncEPUiKh6QlqWubXEZslwTbZfXshOR"
    "qpScLtVLAk6FXgpAKg+IN7jWbChT4O7qdYLikrLeyEVfVdbRqfjJev4BgPFZzwu+GGc3fM"
    "ryTlLMbRWRAQzm/ZPYk7Bq+NqVvXzomT5KI9rGR7Yi682auDVGflS8kauPK0yMH5KWJxNF"
    "OOmJt/nP1w8voNojEaka/gnrkniTC4cx49nI0fBwh/L/O7eFdOc105JvjXeHGM6B+/A+fl"
    "Gwv/zcs3le4baCq/TtQjVmFLVeNblmodzG9eWcD85lUlzNDk6YK3WJ+uuVTyxH1NaLqNCp"
    "YEt1JBvog8bQ1EmAuIzm2hgxVRr4WtmdvC0nRgbQshvwQ9jrGVNbGqhp9YSugw/l8yU6q4"
    "lPcNjMgA/VJs/MhU8K2YY8XVxQOa4umc+uhTT/52+YuJyMzCs5sPZz9edL4dhgJfk0FK+K"
    "iS+5bau3akN81kXMjup5jk/JQNEEZccmXZ8gydoZRBQC6UDJUgOYVmvIs4Q2KEheKrKZHA"
    "Ak2NmaABCVeJb71D25Dg/Ct6ngF7Btw4+HfMgA9qnlq8G9o61fUMErEdR1sS9KbpthrQ1n"
    "8nBZTlvIFal4Ga41qDjXqzGOnIFGFrppbnYJMs1QJ7g5GqqcXGPtXmg00YhsspQsIfaIxC"
    "8iANQQnciMjuYxrNwKbMzd3MyOSZ/ThgUcSmmWUpxaWwKSJT48iOwRnliOCExNly783Uhp"
    "qpoDH5OGT42fq5y1Leze2eBRaG8rnjLgxBE2kB4LsO4Pg4wsGN1KU3gJMWVmW9Irwj+zig"
    "947sdjqyfyFj1jFwA3XdkhiMi74WrCBmQl5nKcKw920sja338k8YAU2pGMm/YT8cbJ67lW"
    "skR/IDIgkLRogTiXHITYSgnkFtuEBEuYCv7ebvVFbo9IFy2qcRFbPs6Qmltu/JrCNHKEnZ"
    "9ls3ep5EuXn4NR0TGksOZbiHDCktGQ0ulu/GO+iby3y8g343Dnpveh/e4vNJ54dWweJd4a"
    "SAktj+4H/eKuy1l/k2s9+j/7jglN8U3alpU7RmhbqAqRuv7Ymx1gFo2eh3wbQs6WepvsVz"
    "TpCWllrGIoJjM54LoSUs+1JqV2DOr+w3hHD+6dPHUgjh/HI5RvDbL+cX19+/UGa27ERFxe"
    "I6wrwX0fjeEW1dzOPtiLfA/L4Ha+oWoJdkPfKOyAcsNBGYTaAXYh5vR7xpDFW2wN+qJq4h"
    "PrkRe9MQXg8OekgJmBqmZKK1qXWaVGuMk30HLFmA4U57kfxPTExLz08Rw1VGt0l6SRUDED"
    "8+A3wNsj9++u384wX69friw+XN5acr9RAU+RBZY3nCX1+cfazEncXDxwCvi3vkXZBPIhyQ"
    "EYtCU3yyOg+oSn4rL/nxQL+TlCCBh4b3bTX2Rf89JgN9/qPTFrCpMFVBXIN2IdCC3Kt9g8"
    "1jmiTEKcFQE/GAu2+iZ7FwzOjURPYHeItW7xy/3gDegQZf2EbkNUmvgG0LRzD3PLeynA94"
    "bs2eStkw9viXxFoUrThsomE+qw08yucalnINy4+/Od1wdZbXgGuRNXhck9sW1tJT3bQkzl"
    "s87FTkcUJT1z6Vsyfy/hbpnCrHcsAmcYj6M7W7SgqfogCnKSUcTWHrFQQKOFI5IKp0XkpA"
    "H4GQEqZkzjqGNKRyfu6o35Yp717OtAyBYZbKWEry1Fu7aMucz+pBKsV8TmUjcyoLTboE1g"
    "uZNpledUTV86fBNj81794K7rCUoXry3CZF9eR5dY4qtHm60IClw6c2+dSmI8P1uBJ5W7dO"
    "aKaoPfiakIe+Lp9CsXdtP8S3aSqwZb7a1GsS7z0TAgcj2O/XMVBfrbVrx35xWcKC/w5oRL"
    "ICeQCR2oMIjDVmAs2IpKOKxgomSaqR67qK22xR1JcJxqm6V8MmvqVNMcVOv37E+r4C36Hf"
    "FH6Dn9/g9zRezX6DX6NUMH9jrOBfHevSRFqzu+zkxau3r969fPNqjvb8yjqQVwGFN7zrgY"
    "S6TCtcX3tPhAK0HN6SRf9WgL2H03Y5/dNxhS4k/NK8/Q7UET55/cZlWi8kWjix66+uJtdj"
    "OHY7qtiKtubQ3mVBn923xYmas4hhpxwzTWSPgP/1rS2QF1TfaSHXhFoUqtjzUu7jdE/R//"
    "5kp75P6dt/St9+4xoNm9q1hTWWX5c1IHqeD9NORDXzoITo9cXN7fXlh9tDRYoU6oYYUaEN"
    "m+hQMQE2x4XOZwKqTAqVl/gM3XH55Mr7ukPw7VxVq4dLUvIuJQOSEjn8nbp8T2ZwhjA1nE"
    "Rc16CbY0g+9NPI0E+ucCcPwELEuwAsXADzB8eFh5aEWgHz3vdSen+i9yceNqDsD2to4RRP"
    "pf2JtzpxeFlyR4S/nUbMCt8/nM3/YTSJ7zsVhn/W6GD994K5hEVuWEJJkGd3gbA0wxMBdj"
    "iY5GDk9THIyQvZPibZ8a6Ipd+ZksUePZ5xV5Tu0J2ni3lC0JRnaR0hOJpkjd1rorZ8jcoq"
    "E+c0xums4o1dWWeiD6T9CGFdN1fBftcZgLSBzi+vzq7/baYARX859cQwVQN1zv99e3HWhH"
    "BU03BvhFN+v57Opqngsa7Og5/3KUT28wznfYpim5ndeZ+L7lYn0ecCz9CV8khKSyTACRVS"
    "QJ24A3bKlKbkOw4eSd5FDKyQrI1NpMEyNZz2WeO4j3B8mjP4qplyvdl7Dcq7rosmVxs1Dz"
    "iaOLnf5gLe9WbpemsIP/vAJtJsSk0rVdFkuVIFWnerlUoJnKKYPEii1CdwMvCfJGVdFKYs"
    "SYiqPBGzPgsNu3a2kDcSr3JEd35URFE5oFhCtH2snpY1xnpat4L57J5De7aP5KyW3QPvt+"
    "A3F1dfVqY+LA9rnx8ax91v+Kgwyte9zarM8qOeq08neCKfnXhIrtm0YzLP5422BroSsLfP"
    "SSzSGeQ4Eal9lcc0wlya2xTMZzTEifICQHBOmtkpiuREQlAfTk46wwHBtYz4CO9B8Z1uD5"
    "AuVc8z5G3zipdu9Yui4oXbhhfFyxObLfQna+qPLb8lXPe5tuotvP8NU+aarev2S6V7L4be"
    "mv1pbCrBcab0upTfM7Itn5fmwhbuFF3KY78t9gsO3+uTAUud/SrGAVqkj3pdLD08EKbTiq"
    "wxnst7iI8qG7OdpnijyOxNQagqGe2NRrnsaW1PZ2qb+e3tiEh6yYW8yXEfuCd9IPEpooKj"
    "lE1RxIJ7FBEoby5p6zSl8nkGaooFwoqfrvLbWkaseVvQ+gWrzhBHE1jt9iuUcyDc+9xau0"
    "zdppiPSLi+quVqJ8vFalHcsidgDLvV6gxlmU2hqlX5fr6oYI7+5+bT1TN0KS+odGQu8Iyj"
    "SSxohMSI8szlhoaMGFxy9Q1rUxKzHFktSl1md5C92f/wtS+b8SiuWxEPWfvy0GvhPqpf+p"
    "yFfc/1hQKyxchdAWU5r4BHKmALgrgk6FWwtQp8QaqDFaRScPLef7hpN9G6Yz7Lcq141z6h"
    "FNycTKgqP9VcoygCZMMytqIWeDhMyVCF3DP7/71K6s9q4gM1CNgYiAvvonmxBQ518aENCM"
    "RahlHD6F/iLzEUmMo2FQBKKsWXhmhK5YyfgCdlkO2PgT0I2RcAnxlPuECyPaIPJDu6joqs"
    "YMuXOOM08CUqTPSdHDxQicV1kJuJkeV4YuOJTbMWW09sWjnXPbFpmAI8sTnkhoSYJglxSt"
    "bRRFqxzu87X6dyH/86MlO1i99DbgP53M52Ab0k5GE/Lvp4TSKcw7PCHedtXYeTx1NdaCOB"
    "vAOZu4y0KcJ2p+RJqAYz1NCxEdh0dLguMQ8WlQiZsYdnXY1jXf4QzkMWZis9Ik4qMAh7VT"
    "wu38Gfh7rDwuH6fPXQboLW8HQ3qbzONZEmSaXJk7dZmjyp3n+jtfM7eI8hg2/CSQqpMPE9"
    "hyJ/cCnzZY8ZF9EM4RjJj/+hp0iOP0IwfWSnwJA4WM+Qmyymsiut+NHZtF61nrTe3nBqpu"
    "FUVuGKIqod1yuCrSB8vpBwK40kH0VokAI8V/MEoQkq2AlB8IdgWaJqcwjWYWgBTOcbafeQ"
    "joEXLBotiYGaPXwuYZFJAyePZknzdxMa3iHKVZaJNNxDxInETVUKl3b9qdrxk+WxkIRJY1"
    "42szg0ZtDUNKpNFov2wBSZK54JNOJdsI4JHDJxpUFVUXeUtuJt/kOanORrQtNtVLAk6LOS"
    "Pes6UgV41uVZVxNU4FmXZ10m1gXArznvQG/u2jEvCIRsffBBETqBQU7R3T2ZKcr088XVxf"
    "XZR8RSdHv2883aMw4chjCGXdT9Z4qSsr5ieHMW9+4aGgWqWoF/TVFCYiqo7IMnpuCJP05i"
    "rzmg2vpjv5hoQt5irMtinHBTHTFv25RtG23qNcmwuRmxVAQTYwGYeZulScP1/hau5AGNoE"
    "AUbGxU9aFERE5RRDlspcxPm8wOmJQfpiMK6SAjMkNTkhI0xqEhzaSmMTcZPBNDNq43eBpp"
    "8PgNjzvzHKuHy8XgmQu0At59Gzzka5ISzo2nsFZjXpbywHtLs+mrubc022lp/kigNEU6M1"
    "ma8zZLSzPU+9ud8/FAYshAVlUwpngGe7JUkVLSHzF23y0bh2ygPmRVV1HEhhVHfTxyUCj2"
    "cQdn9ynX2yBlfxKwSkkmlY0uGwS+l5dk81hdB0l065YF8bmT31NxCKBeSDYQ9MF06t/nxV"
    "FlsXzBzOOMRdpEeUifPOGN4MbBv2MTuCnn7TwZ42DpsIZs3XKY2rpMK4zhXXu14e3kwjeK"
    "/q0Ad99M41iOE32x23WkjlMYsBBknAi+imYlkLrI/rB8vlssT168evvq3cs3r+aAzq+sQ9"
    "Vw8KVuAdq/60pi/mX3uAw1n6Z5SBUMaEz5aAsVLAn6NM1tNQCvuonLkr4Q8Av6amUM7FiD"
    "dyHhj/Vztu3KzhL7xaMs55fvunzJOa41uJN/X4x0ZIqw9SiX52CTnMoF9gafsqYWG5eyNh"
    "8schdihMMQAmtIqFLLUOMrCsHFi1VG5XdclbXgLpvg6hnTZgucFiHwXlvvtW0c/Dv22oaU"
    "JxGe9VxPkV6W8z6ubaLpaeSCed7dQ72NO1GaMfJ+etkGahfUVyW9ArYpDeydNod2GUyScD"
    "sVLAl6FWyvAp8/1RDO6/Onjjh/6ooJOqBBZRnsUnvXjvTGyzJWuVQJJQEBXhqTKX+G8lrX"
    "wFchvSk74gg2EBZnH2V8Fq7KQQzMt4YxVSZVqcT2kiwJ8zqT+RiJZM8wIpDrfBTYFJn3tm"
    "bSqbxryERbKijDieyU1ZOBj/P63PDBF+1uzlrZXUO/fUmCp12020fc5JV7+WtX4V+fkFLI"
    "tOkBqCMlpSp6uTm9Z98hzCPI7/HU+uBrw5Lt47JClwS9CrZPiJjbmU4KKIl5+Oui18W89h"
    "R789ELpRVgcwmlbMZ6YDcBW3qym+S9uAyBZIvZryl7oKFi0ysejJU+XTsvBs3leokuaHHM"
    "BWz6TwhLItj7P0MQ9YAtW1SCTHB4iu4k3gM6VL4EOM5ZlaMdMfl7Ec7L0pqOuqhr2M0OCO"
    "86aKTrwEfud1VyYGY6BmQ9gSpk2mTn1MGgfPmGvcaCs5eU/Lq0l9WocYHeKOzVsN1pvfLV"
    "64L9QsIDflyHxoKtX9iUJnuz1G5pa+bBQU3IKlk0CNgkFgjLf6iwUrMQFliHHMxDzPM8T8"
    "ec0fqGNtYN0G1q+YyQNO5NilCWHqQvuvm6WEdhoupqtbVTdZlWrIW7Nle158UB5rJUC4E+"
    "ef3aAmnZqxJq1eYDAo1YY3yuXZNU4HPtGhIM8Ll2R5xr91sSMVw2V8sttmxh0duuHi6Z7/"
    "3igkaRNNRT+iCBdjpMbatxIIMOzl/rz4RsjygB4hCMJvlBzXf9iPXvumgqhyUPkmFwIR+G"
    "IVHJdOoLp/A9Q4YEe484QziefYmlxRjAhrYAx6qKmeoNJSEg/050leMbg2dcWjzpJIEsPW"
    "hAEcEP8i5iBidFD62z8fRz3ICfwD3PP+gvGZ9z10xW4h3nO2IiWAgcjCC11cX1VZZqBRPZ"
    "/x6sP12rw+US3hR7bGbSdmlJe7aDd1wuxJcpemqT37Pwg6ugsDud4NeEPPSPW4D8SZ77Vc"
    "AaN4g/+7CYaTWcfbi8xtSA6nk+TEtR1RbVJvmXridxbM6BzFu6dv6ldNF7o3/pFnY9Rjjb"
    "ZQlV6mGfDvw9Zel9Ual+UZw+c85MRyzPTKSGVMfHDwlep99HTHmUsouqwj3BnKhB+KnsBW"
    "6sVM7PKQFp5WuSTbBdE8bLquMzGEGVzqfiSzzCUmIir07EM3SnhlN2jUq5lPeVub7GNIqo"
    "W+2kSr+RuZZMteui3hoyDfJd1FWCutpJdExF19vF7uAJdUsZWEi0oGTkrmutL9Ypt6ldlv"
    "OT+xGG62HMgTOS0mBkMgfylvXmwKLPJiOgWgU17zV4KvGSR1bjrX7JSXPGfNRb9VqribTC"
    "Vb+HpCF4qBwQzru3EN0Xz59boCt7VaKr2lZyrYUx4gSbniqTrYU53BTSQKD/U0e5HiHaa8"
    "AFMNaHnZYjTAAO42KYqlHUAAfPuv72/+WFEaI="
)
