"""The first schema: every table, index and constraint, for each database."""

from tortoise import BaseDBAsyncClient

from appliance.models.statements import run

SQLITE = (
    """CREATE TABLE "appliance_user" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "username" VARCHAR(255) NOT NULL UNIQUE,
        "role" SMALLINT NOT NULL,
        "state" SMALLINT NOT NULL,
        "email" TEXT NOT NULL,
        "display_name" TEXT NOT NULL,
        "avatar_url" TEXT NOT NULL,
        "description" TEXT NOT NULL,
        "password_hash" TEXT NOT NULL,
        "create_time" BIGINT NOT NULL,
        "update_time" BIGINT NOT NULL
    )""",
    """CREATE INDEX "appliance_idx_user_role_id" ON "appliance_user" ("role", "id")""",
    """CREATE TABLE "appliance_personal_access_token" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL UNIQUE,
        "token_hash" VARCHAR(64) NOT NULL UNIQUE,
        "description" TEXT NOT NULL,
        "create_time" BIGINT NOT NULL,
        "expire_time" BIGINT,
        "last_use_time" BIGINT,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_pat_user_id_id" ON "appliance_personal_access_token" ("user_id", "id")""",
    """CREATE TABLE "appliance_session" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "user_agent" TEXT NOT NULL,
        "address" VARCHAR(64) NOT NULL,
        "create_time" BIGINT NOT NULL,
        "last_seen_time" BIGINT NOT NULL,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_session_user_id_last_seen_time" ON "appliance_session" ("user_id", "last_seen_time")""",
    """CREATE TABLE "appliance_refresh_token" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL UNIQUE,
        "expire_time" BIGINT NOT NULL,
        "rotate_time" BIGINT,
        "session_id" BIGINT NOT NULL REFERENCES "appliance_session" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_refresh_token_expire_time" ON "appliance_refresh_token" ("expire_time")""",
    """CREATE INDEX "appliance_idx_refresh_token_session_id" ON "appliance_refresh_token" ("session_id")""",
    """CREATE TABLE "appliance_memo" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL UNIQUE,
        "creator_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        "parent_id" BIGINT REFERENCES "appliance_memo" ("id") ON DELETE CASCADE,
        "create_time" BIGINT NOT NULL,
        "update_time" BIGINT NOT NULL,
        "order_key" BIGINT NOT NULL,
        "update_key" BIGINT NOT NULL,
        "state" SMALLINT NOT NULL,
        "listing" SMALLINT,
        "visibility" SMALLINT NOT NULL,
        "pinned" INT NOT NULL,
        "has_link" INT NOT NULL,
        "has_task_list" INT NOT NULL,
        "has_code" INT NOT NULL,
        "has_incomplete_tasks" INT NOT NULL,
        "revision" BIGINT NOT NULL,
        "location_latitude" REAL,
        "location_longitude" REAL,
        "location_placeholder" TEXT,
        "tags" TEXT NOT NULL,
        "title" TEXT NOT NULL,
        "snippet" TEXT NOT NULL,
        "content" TEXT NOT NULL,
        "content_folded" TEXT NOT NULL
    )""",
    """CREATE INDEX "appliance_idx_memo_list_creator_vis_order" ON "appliance_memo" ("listing", "creator_id", "visibility", "order_key")""",
    """CREATE INDEX "appliance_idx_memo_list_vis_order" ON "appliance_memo" ("listing", "visibility", "order_key")""",
    """CREATE INDEX "appliance_idx_memo_list_creator_vis_update" ON "appliance_memo" ("listing", "creator_id", "visibility", "update_key")""",
    """CREATE INDEX "appliance_idx_memo_list_vis_update" ON "appliance_memo" ("listing", "visibility", "update_key")""",
    """CREATE INDEX "appliance_idx_memo_list_pinned_order" ON "appliance_memo" ("listing", "pinned", "order_key")""",
    """CREATE INDEX "appliance_idx_memo_parent_id_id" ON "appliance_memo" ("parent_id", "id")""",
    """CREATE INDEX "appliance_idx_memo_creator_id" ON "appliance_memo" ("creator_id", "id")""",
    """CREATE TABLE "appliance_memo_tag" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "kind" SMALLINT NOT NULL,
        "tag" VARCHAR(320) NOT NULL,
        "creator_id" BIGINT NOT NULL,
        "listing" SMALLINT,
        "visibility" SMALLINT NOT NULL,
        "order_key" BIGINT NOT NULL,
        "memo_id" BIGINT NOT NULL REFERENCES "appliance_memo" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_memo_tag_memo_id_kind_tag" UNIQUE ("memo_id", "kind", "tag")
    )""",
    """CREATE INDEX "appliance_idx_memo_tag_kind_tag_list_creator_vis_order" ON "appliance_memo_tag" ("kind", "tag", "listing", "creator_id", "visibility", "order_key")""",
    """CREATE INDEX "appliance_idx_memo_tag_kind_tag_list_vis_order" ON "appliance_memo_tag" ("kind", "tag", "listing", "visibility", "order_key")""",
    """CREATE TABLE "appliance_blob" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "storage" VARCHAR(64) NOT NULL,
        "reference" TEXT NOT NULL,
        "size" BIGINT NOT NULL,
        "sha256" VARCHAR(64) NOT NULL,
        "create_time" BIGINT NOT NULL,
        "release_time" BIGINT
    )""",
    """CREATE INDEX "appliance_idx_blob_sha256" ON "appliance_blob" ("sha256")""",
    """CREATE INDEX "appliance_idx_blob_release_time" ON "appliance_blob" ("release_time")""",
    """CREATE TABLE "appliance_attachment" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL UNIQUE,
        "create_time" BIGINT NOT NULL,
        "update_time" BIGINT NOT NULL,
        "position" INT NOT NULL,
        "filename" TEXT NOT NULL,
        "type" VARCHAR(255) NOT NULL,
        "size" BIGINT NOT NULL,
        "sha256" VARCHAR(64) NOT NULL,
        "external_link" TEXT NOT NULL,
        "payload" TEXT NOT NULL,
        "blob_id" BIGINT REFERENCES "appliance_blob" ("id") ON DELETE RESTRICT,
        "creator_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        "memo_id" BIGINT REFERENCES "appliance_memo" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_attachment_memo_id_position" ON "appliance_attachment" ("memo_id", "position")""",
    """CREATE INDEX "appliance_idx_attachment_creator_update_time_id" ON "appliance_attachment" ("creator_id", "update_time", "id")""",
    """CREATE INDEX "appliance_idx_attachment_blob_id" ON "appliance_attachment" ("blob_id")""",
    """CREATE TABLE "appliance_blob_chunk" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "position" INT NOT NULL,
        "content" BLOB NOT NULL,
        "blob_id" BIGINT NOT NULL REFERENCES "appliance_blob" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_blob_chunk_blob_id_position" UNIQUE ("blob_id", "position")
    )""",
    """CREATE TABLE "appliance_setting" (
        "name" VARCHAR(64) NOT NULL PRIMARY KEY,
        "value" TEXT NOT NULL
    )""",
    """CREATE TABLE "appliance_counter" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "creator_id" BIGINT NOT NULL,
        "state" SMALLINT NOT NULL,
        "visibility" SMALLINT NOT NULL,
        "kind" SMALLINT NOT NULL,
        "name" VARCHAR(255) NOT NULL,
        "value" BIGINT NOT NULL,
        CONSTRAINT "appliance_uid_counter_creator_state_kind_name_vis" UNIQUE ("creator_id", "state", "kind", "name", "visibility")
    )""",
    """CREATE TABLE "appliance_change" (
        "sequence" BIGINT NOT NULL PRIMARY KEY,
        "kind" VARCHAR(32) NOT NULL,
        "name" TEXT NOT NULL,
        "parent" TEXT NOT NULL,
        "owner_id" BIGINT,
        "actor_id" BIGINT,
        "visibility_before" SMALLINT,
        "visibility_after" SMALLINT,
        "create_time" BIGINT NOT NULL
    )""",
    """CREATE INDEX "appliance_idx_change_create_time" ON "appliance_change" ("create_time")""",
    """CREATE TABLE "appliance_change_sequence" (
        "id" SMALLINT NOT NULL PRIMARY KEY,
        "value" BIGINT NOT NULL
    )""",
    """CREATE TABLE "appliance_trash" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "uid" VARCHAR(36) NOT NULL,
        "creator_id" BIGINT NOT NULL,
        "deleter_id" BIGINT NOT NULL,
        "delete_time" BIGINT NOT NULL,
        "snippet" TEXT NOT NULL,
        "content" TEXT NOT NULL,
        "aggregate" TEXT NOT NULL
    )""",
    """CREATE INDEX "appliance_idx_trash_creator_id" ON "appliance_trash" ("creator_id", "id")""",
    """CREATE INDEX "appliance_idx_trash_uid" ON "appliance_trash" ("uid")""",
    """CREATE INDEX "appliance_idx_trash_delete_time" ON "appliance_trash" ("delete_time")""",
    """CREATE TABLE "appliance_aerich" (
        "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
        "version" VARCHAR(255) NOT NULL,
        "app" VARCHAR(100) NOT NULL,
        "content" JSON NOT NULL
    )""",
    "INSERT INTO appliance_change_sequence (id, value) VALUES (1, 0)",
)

POSTGRES = (
    """CREATE TABLE "appliance_user" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "username" VARCHAR(255) COLLATE "C" NOT NULL UNIQUE,
        "role" SMALLINT NOT NULL,
        "state" SMALLINT NOT NULL,
        "email" TEXT COLLATE "C" NOT NULL,
        "display_name" TEXT COLLATE "C" NOT NULL,
        "avatar_url" TEXT COLLATE "C" NOT NULL,
        "description" TEXT COLLATE "C" NOT NULL,
        "password_hash" TEXT COLLATE "C" NOT NULL,
        "create_time" BIGINT NOT NULL,
        "update_time" BIGINT NOT NULL
    )""",
    """CREATE INDEX "appliance_idx_user_role_id" ON "appliance_user" ("role", "id")""",
    """CREATE TABLE "appliance_personal_access_token" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL UNIQUE,
        "token_hash" VARCHAR(64) COLLATE "C" NOT NULL UNIQUE,
        "description" TEXT COLLATE "C" NOT NULL,
        "create_time" BIGINT NOT NULL,
        "expire_time" BIGINT,
        "last_use_time" BIGINT,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_pat_user_id_id" ON "appliance_personal_access_token" ("user_id", "id")""",
    """CREATE TABLE "appliance_session" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "user_agent" TEXT COLLATE "C" NOT NULL,
        "address" VARCHAR(64) COLLATE "C" NOT NULL,
        "create_time" BIGINT NOT NULL,
        "last_seen_time" BIGINT NOT NULL,
        "user_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_session_user_id_last_seen_time" ON "appliance_session" ("user_id", "last_seen_time")""",
    """CREATE TABLE "appliance_refresh_token" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL UNIQUE,
        "expire_time" BIGINT NOT NULL,
        "rotate_time" BIGINT,
        "session_id" BIGINT NOT NULL REFERENCES "appliance_session" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_refresh_token_expire_time" ON "appliance_refresh_token" ("expire_time")""",
    """CREATE INDEX "appliance_idx_refresh_token_session_id" ON "appliance_refresh_token" ("session_id")""",
    """CREATE TABLE "appliance_memo" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL UNIQUE,
        "creator_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        "parent_id" BIGINT REFERENCES "appliance_memo" ("id") ON DELETE CASCADE,
        "create_time" BIGINT NOT NULL,
        "update_time" BIGINT NOT NULL,
        "order_key" BIGINT NOT NULL,
        "update_key" BIGINT NOT NULL,
        "state" SMALLINT NOT NULL,
        "listing" SMALLINT,
        "visibility" SMALLINT NOT NULL,
        "pinned" BOOL NOT NULL,
        "has_link" BOOL NOT NULL,
        "has_task_list" BOOL NOT NULL,
        "has_code" BOOL NOT NULL,
        "has_incomplete_tasks" BOOL NOT NULL,
        "revision" BIGINT NOT NULL,
        "location_latitude" DOUBLE PRECISION,
        "location_longitude" DOUBLE PRECISION,
        "location_placeholder" TEXT COLLATE "C",
        "tags" TEXT COLLATE "C" NOT NULL,
        "title" TEXT COLLATE "C" NOT NULL,
        "snippet" TEXT COLLATE "C" NOT NULL,
        "content" TEXT COLLATE "C" NOT NULL,
        "content_folded" TEXT COLLATE "C" NOT NULL
    )""",
    """CREATE INDEX "appliance_idx_memo_list_creator_vis_order" ON "appliance_memo" ("listing", "creator_id", "visibility", "order_key")""",
    """CREATE INDEX "appliance_idx_memo_list_vis_order" ON "appliance_memo" ("listing", "visibility", "order_key")""",
    """CREATE INDEX "appliance_idx_memo_list_creator_vis_update" ON "appliance_memo" ("listing", "creator_id", "visibility", "update_key")""",
    """CREATE INDEX "appliance_idx_memo_list_vis_update" ON "appliance_memo" ("listing", "visibility", "update_key")""",
    """CREATE INDEX "appliance_idx_memo_list_pinned_order" ON "appliance_memo" ("listing", "pinned", "order_key")""",
    """CREATE INDEX "appliance_idx_memo_parent_id_id" ON "appliance_memo" ("parent_id", "id")""",
    """CREATE INDEX "appliance_idx_memo_creator_id" ON "appliance_memo" ("creator_id", "id")""",
    """CREATE TABLE "appliance_memo_tag" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "kind" SMALLINT NOT NULL,
        "tag" VARCHAR(320) COLLATE "C" NOT NULL,
        "creator_id" BIGINT NOT NULL,
        "listing" SMALLINT,
        "visibility" SMALLINT NOT NULL,
        "order_key" BIGINT NOT NULL,
        "memo_id" BIGINT NOT NULL REFERENCES "appliance_memo" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_memo_tag_memo_id_kind_tag" UNIQUE ("memo_id", "kind", "tag")
    )""",
    """CREATE INDEX "appliance_idx_memo_tag_kind_tag_list_creator_vis_order" ON "appliance_memo_tag" ("kind", "tag", "listing", "creator_id", "visibility", "order_key")""",
    """CREATE INDEX "appliance_idx_memo_tag_kind_tag_list_vis_order" ON "appliance_memo_tag" ("kind", "tag", "listing", "visibility", "order_key")""",
    """CREATE TABLE "appliance_blob" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "storage" VARCHAR(64) COLLATE "C" NOT NULL,
        "reference" TEXT COLLATE "C" NOT NULL,
        "size" BIGINT NOT NULL,
        "sha256" VARCHAR(64) COLLATE "C" NOT NULL,
        "create_time" BIGINT NOT NULL,
        "release_time" BIGINT
    )""",
    """CREATE INDEX "appliance_idx_blob_sha256" ON "appliance_blob" ("sha256")""",
    """CREATE INDEX "appliance_idx_blob_release_time" ON "appliance_blob" ("release_time")""",
    """CREATE TABLE "appliance_attachment" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL UNIQUE,
        "create_time" BIGINT NOT NULL,
        "update_time" BIGINT NOT NULL,
        "position" INT NOT NULL,
        "filename" TEXT COLLATE "C" NOT NULL,
        "type" VARCHAR(255) COLLATE "C" NOT NULL,
        "size" BIGINT NOT NULL,
        "sha256" VARCHAR(64) COLLATE "C" NOT NULL,
        "external_link" TEXT COLLATE "C" NOT NULL,
        "payload" TEXT COLLATE "C" NOT NULL,
        "blob_id" BIGINT REFERENCES "appliance_blob" ("id") ON DELETE RESTRICT,
        "creator_id" BIGINT NOT NULL REFERENCES "appliance_user" ("id") ON DELETE CASCADE,
        "memo_id" BIGINT REFERENCES "appliance_memo" ("id") ON DELETE CASCADE
    )""",
    """CREATE INDEX "appliance_idx_attachment_memo_id_position" ON "appliance_attachment" ("memo_id", "position")""",
    """CREATE INDEX "appliance_idx_attachment_creator_update_time_id" ON "appliance_attachment" ("creator_id", "update_time", "id")""",
    """CREATE INDEX "appliance_idx_attachment_blob_id" ON "appliance_attachment" ("blob_id")""",
    """CREATE TABLE "appliance_blob_chunk" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "position" INT NOT NULL,
        "content" BYTEA NOT NULL,
        "blob_id" BIGINT NOT NULL REFERENCES "appliance_blob" ("id") ON DELETE CASCADE,
        CONSTRAINT "appliance_uid_blob_chunk_blob_id_position" UNIQUE ("blob_id", "position")
    )""",
    """CREATE TABLE "appliance_setting" (
        "name" VARCHAR(64) COLLATE "C" NOT NULL PRIMARY KEY,
        "value" TEXT COLLATE "C" NOT NULL
    )""",
    """CREATE TABLE "appliance_counter" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "creator_id" BIGINT NOT NULL,
        "state" SMALLINT NOT NULL,
        "visibility" SMALLINT NOT NULL,
        "kind" SMALLINT NOT NULL,
        "name" VARCHAR(255) COLLATE "C" NOT NULL,
        "value" BIGINT NOT NULL,
        CONSTRAINT "appliance_uid_counter_creator_state_kind_name_vis" UNIQUE ("creator_id", "state", "kind", "name", "visibility")
    )""",
    """CREATE TABLE "appliance_change" (
        "sequence" BIGINT NOT NULL PRIMARY KEY,
        "kind" VARCHAR(32) COLLATE "C" NOT NULL,
        "name" TEXT COLLATE "C" NOT NULL,
        "parent" TEXT COLLATE "C" NOT NULL,
        "owner_id" BIGINT,
        "actor_id" BIGINT,
        "visibility_before" SMALLINT,
        "visibility_after" SMALLINT,
        "create_time" BIGINT NOT NULL
    )""",
    """CREATE INDEX "appliance_idx_change_create_time" ON "appliance_change" ("create_time")""",
    """CREATE TABLE "appliance_change_sequence" (
        "id" SMALLINT NOT NULL PRIMARY KEY,
        "value" BIGINT NOT NULL
    )""",
    """CREATE TABLE "appliance_trash" (
        "id" BIGSERIAL NOT NULL PRIMARY KEY,
        "uid" VARCHAR(36) COLLATE "C" NOT NULL,
        "creator_id" BIGINT NOT NULL,
        "deleter_id" BIGINT NOT NULL,
        "delete_time" BIGINT NOT NULL,
        "snippet" TEXT COLLATE "C" NOT NULL,
        "content" TEXT COLLATE "C" NOT NULL,
        "aggregate" TEXT COLLATE "C" NOT NULL
    )""",
    """CREATE INDEX "appliance_idx_trash_creator_id" ON "appliance_trash" ("creator_id", "id")""",
    """CREATE INDEX "appliance_idx_trash_uid" ON "appliance_trash" ("uid")""",
    """CREATE INDEX "appliance_idx_trash_delete_time" ON "appliance_trash" ("delete_time")""",
    """CREATE TABLE "appliance_aerich" (
        "id" SERIAL NOT NULL PRIMARY KEY,
        "version" VARCHAR(255) COLLATE "C" NOT NULL,
        "app" VARCHAR(100) COLLATE "C" NOT NULL,
        "content" JSONB NOT NULL
    )""",
    "INSERT INTO appliance_change_sequence (id, value) VALUES (1, 0)",
)

MYSQL = (
    """CREATE TABLE `appliance_user` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `username` VARCHAR(255) NOT NULL UNIQUE,
        `role` SMALLINT NOT NULL,
        `state` SMALLINT NOT NULL,
        `email` LONGTEXT NOT NULL,
        `display_name` LONGTEXT NOT NULL,
        `avatar_url` LONGTEXT NOT NULL,
        `description` LONGTEXT NOT NULL,
        `password_hash` LONGTEXT NOT NULL,
        `create_time` BIGINT NOT NULL,
        `update_time` BIGINT NOT NULL,
        KEY `appliance_idx_user_role_id` (`role`, `id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_personal_access_token` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL UNIQUE,
        `token_hash` VARCHAR(64) NOT NULL UNIQUE,
        `description` LONGTEXT NOT NULL,
        `create_time` BIGINT NOT NULL,
        `expire_time` BIGINT,
        `last_use_time` BIGINT,
        `user_id` BIGINT NOT NULL,
        CONSTRAINT `fk_personal_access_token_user_id` FOREIGN KEY (`user_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_pat_user_id_id` (`user_id`, `id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_session` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `user_agent` LONGTEXT NOT NULL,
        `address` VARCHAR(64) NOT NULL,
        `create_time` BIGINT NOT NULL,
        `last_seen_time` BIGINT NOT NULL,
        `user_id` BIGINT NOT NULL,
        CONSTRAINT `fk_session_user_id` FOREIGN KEY (`user_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_session_user_id_last_seen_time` (`user_id`, `last_seen_time`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_refresh_token` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL UNIQUE,
        `expire_time` BIGINT NOT NULL,
        `rotate_time` BIGINT,
        `session_id` BIGINT NOT NULL,
        CONSTRAINT `fk_refresh_token_session_id` FOREIGN KEY (`session_id`) REFERENCES `appliance_session` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_refresh_token_expire_time` (`expire_time`),
        KEY `appliance_idx_refresh_token_session_id` (`session_id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_memo` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL UNIQUE,
        `creator_id` BIGINT NOT NULL,
        `parent_id` BIGINT,
        `create_time` BIGINT NOT NULL,
        `update_time` BIGINT NOT NULL,
        `order_key` BIGINT NOT NULL,
        `update_key` BIGINT NOT NULL,
        `state` SMALLINT NOT NULL,
        `listing` SMALLINT,
        `visibility` SMALLINT NOT NULL,
        `pinned` BOOL NOT NULL,
        `has_link` BOOL NOT NULL,
        `has_task_list` BOOL NOT NULL,
        `has_code` BOOL NOT NULL,
        `has_incomplete_tasks` BOOL NOT NULL,
        `revision` BIGINT NOT NULL,
        `location_latitude` DOUBLE,
        `location_longitude` DOUBLE,
        `location_placeholder` LONGTEXT,
        `tags` LONGTEXT NOT NULL,
        `title` LONGTEXT NOT NULL,
        `snippet` LONGTEXT NOT NULL,
        `content` LONGTEXT NOT NULL,
        `content_folded` LONGTEXT NOT NULL,
        CONSTRAINT `fk_memo_creator_id` FOREIGN KEY (`creator_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE,
        CONSTRAINT `fk_memo_parent_id` FOREIGN KEY (`parent_id`) REFERENCES `appliance_memo` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_memo_list_creator_vis_order` (`listing`, `creator_id`, `visibility`, `order_key`),
        KEY `appliance_idx_memo_list_vis_order` (`listing`, `visibility`, `order_key`),
        KEY `appliance_idx_memo_list_creator_vis_update` (`listing`, `creator_id`, `visibility`, `update_key`),
        KEY `appliance_idx_memo_list_vis_update` (`listing`, `visibility`, `update_key`),
        KEY `appliance_idx_memo_list_pinned_order` (`listing`, `pinned`, `order_key`),
        KEY `appliance_idx_memo_parent_id_id` (`parent_id`, `id`),
        KEY `appliance_idx_memo_creator_id` (`creator_id`, `id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_memo_tag` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `kind` SMALLINT NOT NULL,
        `tag` VARCHAR(320) NOT NULL,
        `creator_id` BIGINT NOT NULL,
        `listing` SMALLINT,
        `visibility` SMALLINT NOT NULL,
        `order_key` BIGINT NOT NULL,
        `memo_id` BIGINT NOT NULL,
        UNIQUE KEY `appliance_uid_memo_tag_memo_id_kind_tag` (`memo_id`, `kind`, `tag`),
        CONSTRAINT `fk_memo_tag_memo_id` FOREIGN KEY (`memo_id`) REFERENCES `appliance_memo` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_memo_tag_kind_tag_list_creator_vis_order` (`kind`, `tag`, `listing`, `creator_id`, `visibility`, `order_key`),
        KEY `appliance_idx_memo_tag_kind_tag_list_vis_order` (`kind`, `tag`, `listing`, `visibility`, `order_key`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_blob` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `storage` VARCHAR(64) NOT NULL,
        `reference` LONGTEXT NOT NULL,
        `size` BIGINT NOT NULL,
        `sha256` VARCHAR(64) NOT NULL,
        `create_time` BIGINT NOT NULL,
        `release_time` BIGINT,
        KEY `appliance_idx_blob_sha256` (`sha256`),
        KEY `appliance_idx_blob_release_time` (`release_time`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_attachment` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL UNIQUE,
        `create_time` BIGINT NOT NULL,
        `update_time` BIGINT NOT NULL,
        `position` INT NOT NULL,
        `filename` LONGTEXT NOT NULL,
        `type` VARCHAR(255) NOT NULL,
        `size` BIGINT NOT NULL,
        `sha256` VARCHAR(64) NOT NULL,
        `external_link` LONGTEXT NOT NULL,
        `payload` LONGTEXT NOT NULL,
        `blob_id` BIGINT,
        `creator_id` BIGINT NOT NULL,
        `memo_id` BIGINT,
        CONSTRAINT `fk_attachment_blob_id` FOREIGN KEY (`blob_id`) REFERENCES `appliance_blob` (`id`) ON DELETE RESTRICT,
        CONSTRAINT `fk_attachment_creator_id` FOREIGN KEY (`creator_id`) REFERENCES `appliance_user` (`id`) ON DELETE CASCADE,
        CONSTRAINT `fk_attachment_memo_id` FOREIGN KEY (`memo_id`) REFERENCES `appliance_memo` (`id`) ON DELETE CASCADE,
        KEY `appliance_idx_attachment_memo_id_position` (`memo_id`, `position`),
        KEY `appliance_idx_attachment_creator_update_time_id` (`creator_id`, `update_time`, `id`),
        KEY `appliance_idx_attachment_blob_id` (`blob_id`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_blob_chunk` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `position` INT NOT NULL,
        `content` LONGBLOB NOT NULL,
        `blob_id` BIGINT NOT NULL,
        UNIQUE KEY `appliance_uid_blob_chunk_blob_id_position` (`blob_id`, `position`),
        CONSTRAINT `fk_blob_chunk_blob_id` FOREIGN KEY (`blob_id`) REFERENCES `appliance_blob` (`id`) ON DELETE CASCADE
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_setting` (
        `name` VARCHAR(64) NOT NULL PRIMARY KEY,
        `value` LONGTEXT NOT NULL
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_counter` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `creator_id` BIGINT NOT NULL,
        `state` SMALLINT NOT NULL,
        `visibility` SMALLINT NOT NULL,
        `kind` SMALLINT NOT NULL,
        `name` VARCHAR(255) NOT NULL,
        `value` BIGINT NOT NULL,
        UNIQUE KEY `appliance_uid_counter_creator_state_kind_name_vis` (`creator_id`, `state`, `kind`, `name`, `visibility`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_change` (
        `sequence` BIGINT NOT NULL PRIMARY KEY,
        `kind` VARCHAR(32) NOT NULL,
        `name` LONGTEXT NOT NULL,
        `parent` LONGTEXT NOT NULL,
        `owner_id` BIGINT,
        `actor_id` BIGINT,
        `visibility_before` SMALLINT,
        `visibility_after` SMALLINT,
        `create_time` BIGINT NOT NULL,
        KEY `appliance_idx_change_create_time` (`create_time`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_change_sequence` (
        `id` SMALLINT NOT NULL PRIMARY KEY,
        `value` BIGINT NOT NULL
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_trash` (
        `id` BIGINT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `uid` VARCHAR(36) NOT NULL,
        `creator_id` BIGINT NOT NULL,
        `deleter_id` BIGINT NOT NULL,
        `delete_time` BIGINT NOT NULL,
        `snippet` LONGTEXT NOT NULL,
        `content` LONGTEXT NOT NULL,
        `aggregate` LONGTEXT NOT NULL,
        KEY `appliance_idx_trash_creator_id` (`creator_id`, `id`),
        KEY `appliance_idx_trash_uid` (`uid`),
        KEY `appliance_idx_trash_delete_time` (`delete_time`)
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    """CREATE TABLE `appliance_aerich` (
        `id` INT NOT NULL PRIMARY KEY AUTO_INCREMENT,
        `version` VARCHAR(255) NOT NULL,
        `app` VARCHAR(100) NOT NULL,
        `content` JSON NOT NULL
    ) ENGINE=InnoDB CHARACTER SET utf8mb4 COLLATE utf8mb4_bin""",
    "INSERT INTO appliance_change_sequence (id, value) VALUES (1, 0)",
)

STATEMENTS = {"sqlite": SQLITE, "postgres": POSTGRES, "mysql": MYSQL}


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Make the tables, each statement on its own."""
    return await run(db, STATEMENTS)


async def downgrade(db: BaseDBAsyncClient) -> str:
    """Going back before the first schema means an empty database: make one."""
    raise NotImplementedError


MODELS_STATE = (
    "eJztXW1z4jgS/isqvuxcFZvKkLe5mU8km9nNXSbZSpir3ZqZcoQtQBVjeS0Rhp3Nfz+1jM"
    "EGmVjEAePoU4ikFuZpWeqnuyX9aAyZR3y+95mTqPEe/WgEeEjkh0x5EzVwGM5LoUDgrq8a"
    "yhqf4sAlzihp2+Uiwq6QtT3scyKLPMLdiIaCsgBk2gHCrstGgdhDdyAG33qHKEdUcBSOuj"
    "51EZQhHHjIZcMQR4Sj7kQQ1GOR+rAHX+UxV34XDfql9joK6F8j4gjWJ2KgcPnyTRbTwCPf"
    "CYd/vzQiJn8+FHqNb1AZ3js9SnwvA6KslFWq3BGTUJWd0v5FID6qtvALuo7L/NEwmLcPJ2"
    "LAgpkADQSU9klAIiwIfIOIRoBqMPL9qRoSoONHnzeJnzkl45EeHvmgG5COH2Be1nCcq+uO"
    "c3vecZzGkt4SiRTo0yKXBaBz+ahcAdCHR/j5363WwcFJa//g+N3R4cnJ0bv9d7Ktet7lqp"
    "PH+GHmaMVdKcwufr246sADMTmw4nEHBY9KBgscSynVzNFPhsCyDs4GONJrIC2zoAf5Axf1"
    "kKBeXUUM8XfHJ0FfDOS/raOjFSD/r31z9lv75o1s9a8s1FfTqlZcB6jPUU5ehCzCt0Ps+7"
    "njPJF5eqQXQTgpmEM8n3Y2N9gPWifHs+EN/6wa0Lef2peXyQieY8mF/NmmYM6ENofm2+pD"
    "SYaY+stQdsj3HBhnAuW89kVgbDReCMcVcHXO/1AT6ZDzv/z0y/3mU/sP9d4PJ9Oay+urX5"
    "Pmqcng7PL6dAFsj/LQxxNHP9vmY74oZ6E3hh4/yOUvckaR0WDPSlnYzUd86jFNBnxWzAJv"
    "DHyIOR+zyHMGmA9MoF8StOAbg+9GRELjCKqb5lcRmwXBOtl9GyE5KVITeuupYEHQqsBIBU"
    "Dxe/cpmgkFXezej7GcUpZqWIvltV2uGraGiyU4wH0FJ/xueOCpO+Z3EnEWYL/tuoTzDrsn"
    "QUPjtdE1axZz4oRTUQcrWUfMhJ/26iDVWPlS4gquPC2yc/4BscCfKEfM7W/tn1tHx4gGaE"
    "C+g3vmnoRC4855dndF/DhA+J3Y72JdOdV15ejgX+HF0aK/+w6cg+MC/puD41z3DVRllxP1"
    "iuXYUvn4ZqVqB/PxYQGYjw9zYYYqSxesxfp6zaWMJ+57SKN1VLAguJYKppPI69aAj7mA6N"
    "waOlgStVpYm7nNLU0D1jYXslPQ8xhbVhPLavjIIkL7wX/JRKniQj43MCIN9Aux8R1TwWMy"
    "xpLS+Qsa4fGM+qSHnvzt8hcTEZuF7duz9i/njcftUOAb0osIH+Ry30x9sxjpjWIZE7J7HZ"
    "ApP2U9hBGXXFnW7KE2ihgE5DzJUAmSQ2jCm4gzJAZYKL4aEQks0NSACeoSb5n4ltt1ERI8"
    "/QrHMmDLgCsH/wsz4K2apwXWhroO9XQGiViPoy0IWtN0XQ2k5n8jBWTlrIFaloE6xbUEG/"
    "V23tOOKaKomZodg1WyVBPsNUZqSi1F7NPUeCgShuFyiBDvZxogjzxIQ1ACNyCy+ZD6E7Ap"
    "p+ZubGTy2H7sMd9n49iylOJSWBeRKbFnw+CMckRwQoJ4urdmakXNVNCYfB1i/Ir6ubNS1s"
    "1tngXmefK94yYMISVSA8BfOoBj4whbN1IXVgAjLSzLWkVYR/ZuQG8d2fV0ZH8iQ9bQcANV"
    "XpAYDJO2BVhBwIQsZxHCsPdtKI2t9/Ij9IDGVAzkZ9gPB5vnOnKO5Ej+g0jI3AHiRGLscR"
    "0hKKfTIlzAp1zA1zanaypLdPpAOe1Sn4pJ/PZ4Utv3ZNKQPWSkirZb1fs0ifLp7lc0DGkg"
    "OZTmGWKkUsloUJh9Guugry7zsQ76l3HQW9N7+xafTTrftgrma4WRAjJim4N/v1bYpxbzdU"
    "a/Rf95wSm7KbpR0qbolBVqAmbaeK1PjLUMQLNGvwmmWUk7StNbPGcEaWGqZcwnONDjORda"
    "wLIrpV4KzFnJZkMIp9fXl5kQwunFYozg86fT85s3b5WZLRtRkTO5DjB3fBrcG6KdFrN4G+"
    "ItML93YE5dA/SMrEXeEHmXeToC8xToiZjF2xBvGsApW+BvVQNXE598EntdF1YPBnqICJga"
    "umSilal1KanaGCebDlgyF8OTOr78I0a6qeejz3Ce0a2TXlBFD8R3zwBfgewv159PL8/R7z"
    "fnZxe3F9dX6iVI8iHiyuyAvzlvX+bizoL+c4BPi1vkTZAPfeySAfM9XXwyPw8oT34tL/nu"
    "QP8iKUEC9zXrbT72SfsNJgN9+daoC9hU6E5BXIF2IlCD3KtNg80DGobEKMEwJWIBN99Ezw"
    "JhmNGZEtkc4DWavaf4OT1YAzW+sCeRT0laBax7cAQzz3PLytmA59rsKZMNUxz/jFiNohXb"
    "TTScjmoNj7K5hplcw+zrr083XB7lJeCaZA3u1uAuCmvmra5aEmcH9xs5eZxQ1SyeyumIaf"
    "sC6Zwqx7LHRoGHuhO1u0oKf0AujiJKOBrD1isIFHCkckDU0XkRAX24QkrokjnL6FKTyvml"
    "oX5brLx7OdJiBPpxKmMmyTNd20Rr5nzmd5IrZnMqK5lTmWjSJLCeyNTJ9Cojqj59G4rmp0"
    "6b14I7LGSotvaLpKi29vNzVKHO0oUKTB02tcmmNu0YrruVyFu7eSJlihYHPyVkoS/Lp5Ds"
    "XdsM8a2aCooy39TQqxLvbQuB3QHs92toqG+qtlmM/eKsRAH+26M+iQ/IA4jUHkRgrAETaE"
    "IkHVU0VjBJUrVc11S8yBbF9DTBOFXPqtnEt7ApJtnp1/VZ157At+2Vwm7wsxv8XsfSbDf4"
    "VUoFsxVjCf/8WFdKpDa7y1pvD08O3x0cH87QnpWsAnkZUFjhTS8kTMvUwvW18UQoQMtglU"
    "za1wLsDdy2y+nfhjN0ImGn5vV3oA5w6+jYZFjPJWo4sMs/XU3Ox3Dttp+zFW3Fpb2Lgja7"
    "b40bNSc+w0Y5ZimRDQL+47EukCdU32giTwnVKFSx4ancxuleo//91Q59m9K3+ZS+zcY1Kj"
    "a0SwtrLC6XJSB6Ou2mnoimzIMMojfnt52bi7POtiJFCnVNjCjRRpHoUDIAno4LnU4EnDIp"
    "VF7iHrrj8s2Vz3WH4Nu5Oq0eiqTkXUR6JCKy+ztVfE8mcIcw1dxEXFanT8eQbOinkqGfqc"
    "KNPABzEesCKOACmL04Jjw0I1QLmDe+l9L6E60/cbsBZXtZQw2HeCTtT7zWjcOLki9E+Otp"
    "xCzx/e3Z/GeDUXDfyDH840oD699xZxIFcsNCStxpdhcISzM8FGCHg0kORl4Xg5wsiPcxyY"
    "Z3SSz9Tpcs9uz+tLui0g7dWbqYJQRVeZdWEYKdSdZ4eU2Ulq+Re8rEKQ1wNMlZsXPPmegC"
    "ad9BWFeNVbDf0wxA2kCnF1ftmz/1FCBpL4ee6Eeqo8bpn53zdhXCUVXDvRJO+c16Oqumgu"
    "e6Ord+36cQ8c/T3Pcpkm1mxe77nDcvdBP9VGAPXSmPpLREXBxSIQXUjTtgp4xpRH7i4JHk"
    "TcTAConr2EgaLGPNbZ8l9vsMx6c+gy+fKZebvVehvOuyaHK+UfOA/ZGR+20mYF1vBV1vFe"
    "FnZ2wkzaZIN1MlVQVnKjfVvNBMpQQ+oIA8SKLUJXAz8N8kYk3kRSwMiTp5ImBd5ml27awh"
    "ryVe2Yju7KqI5OSAZApJ7WO1tKwy1tOqGcxm92zbs70jd7W8PPB2C351cbXHypSH5Xbt82"
    "3j+PIbPnKM8lWrWZ5ZvtNj9fUET+S7E/TJDRs3dOb5rLKoga4EitvnJBDRBHKciNS+ymMa"
    "YC7NbQrmM+rjUHkBIDgnzewI+XIgITgfTg46zQXBpfT4DO9B8p1mL1Baqpx3yNrmOYtu/k"
    "KRs+DWYaE4aBXZQt9acf7Y4iphus+1Vqvw5jdM6c9sXbVfKtr4Yei12Z/GxhIcY0qflrJ7"
    "Rtbl89JcWMOdkpay2K+L/ZzDO13SY5GxX0XbQY30Ua6LxcE9obutqDDGM3kL8U5lY9bTFK"
    "8Umb1NCFUuo71NUa7itNZJM7Wn+W1nQCS95EI+5LAL3JM+kOADooKjiI2Rz9x75BM43lzS"
    "1nFE5fsM1BQLhBU/Xea3pfRY8rag1RNWmSGOKrDa9Wco40C49bnVdprqRJgPiKf23GrmqH"
    "R1wQlKgEixaamN4hQmD+F+PyJ95QDj6D+311fvVYpNfEIlTCouG8IZmbyJZlufOJxSCXVw"
    "dpXGBVdq71+DrwFs945TfAAlFXCnHhpTOe5HMK/14mw1yAiKvwBmwuFITpKy3pcTZHyRBB"
    "Xx9smvwSgQ1FdfokjbT7JzV4X5UZ+Roi7Axah+cqrmKPkQoxBbE/aIzWr6CLd5xOa2p9xN"
    "HLJpUyM2PdbnCojnH3MFZOWsAp6pgDV46IKgVcH66UE7cnNrjYIV9u7WjUM+s7NNQM8IWd"
    "h3K5+6TSLqDhq6mxDimmbBWxDmrZ9ijflqKNmd9FqozzP3Ma7wJkm6rN0qmk9sUiK1mAo2"
    "kCcHr5cBwtPmNUT37X6R6+1kq1x0VV1BKwLcSKZWhAfXhf6jbhLdQbRXgAtgrF7WFlewZn"
    "ZzLnSw9WXt8f+TRWJW"
)
