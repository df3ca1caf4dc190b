"""What commands are called like: `manual.py` shows it, a test reads each as one."""

from collections.abc import Mapping

KEY = "/safe/backup.key"

EXAMPLES: Mapping[tuple[str, ...], tuple[str, ...]] = {
    (): (
        "serve",
        "user list --data /srv/memos",
        "backup create --to /mnt/backups",
        "doctor",
    ),
    ("serve",): (
        "serve",
        "serve --data /srv/memos --addr 127.0.0.1 --instance-url https://notes.example",
        "serve --backup-to /mnt/backups --backup-schedule @daily --backup-keep daily=7",
    ),
    ("migrate",): ("migrate", "migrate --data /srv/memos --no-snapshot"),
    ("db", "migrate"): ("db migrate", "db migrate --data /srv/memos --no-snapshot"),
    ("backup",): (
        "backup create --to /mnt/backups",
        "backup list /mnt/backups",
        "backup verify /mnt/backups",
        "backup restore /mnt/backups --data /srv/new-place",
    ),
    ("backup", "create"): (
        "backup create --to /mnt/backups",
        "backup create --to /mnt/backups --recipient age1… --drill",
        "backup create --to /mnt/backups --to 's3://memos/home?region=eu-1'",
        "backup create --to /mnt/backups --unless-newer 6h --json",
    ),
    ("backup", "drill"): (
        "backup drill /mnt/backups",
        f"backup drill /mnt/backups --identity {KEY} --scratch /mnt/scratch",
    ),
    ("backup", "export"): (
        "backup export /mnt/backups memos.tar",
        "backup export --from /mnt/backups 20260131T030000123Z-0a1b2c3d memos.tar",
    ),
    ("backup", "key"): (f"backup key {KEY}",),
    ("backup", "list"): ("backup list /mnt/backups", "backup list memos.tar --json"),
    ("backup", "prune"): (
        "backup prune /mnt/backups --keep-daily 7 --keep-weekly 5 --dry-run",
        "backup prune /mnt/backups --keep-last 10 --max-size 50GB",
    ),
    ("backup", "restore"): (
        "backup restore /mnt/backups --data /srv/new-place",
        f"backup restore /mnt/backups --identity {KEY} --replace",
        "backup restore memos.tar --only memo/hMVbUa7wFWjRk4ZyyUDLQ3",
        "backup restore --from /mnt/backups 20260131T030000123Z-0a1b2c3d",
    ),
    ("backup", "show"): (
        "backup show /mnt/backups",
        "backup show --from /mnt/backups 20260131T030000123Z-0a1b2c3d --json",
    ),
    ("backup", "verify"): (
        "backup verify /mnt/backups",
        f"backup verify memos.tar --identity {KEY}",
    ),
    ("user",): ("user list", "user create anna", "user reset-password anna"),
    ("user", "list"): ("user list", "user list --json"),
    ("user", "create"): (
        "user create anna",
        "user create ben --role admin --email ben@example.org --password-stdin < file",
    ),
    ("user", "set-role"): ("user set-role anna admin",),
    ("user", "reset-password"): (
        "user reset-password anna",
        "user reset-password anna --password-stdin < file",
    ),
    ("user", "archive"): ("user archive anna",),
    ("user", "unarchive"): ("user unarchive anna",),
    ("user", "delete"): ("user delete anna",),
    ("user", "sessions"): ("user sessions", "user sessions anna --revoke"),
    ("token",): ("token create anna --description 'my phone'", "token list anna"),
    ("token", "create"): ("token create anna --description 'my phone' --days 90",),
    ("token", "list"): ("token list", "token list anna --json"),
    ("token", "revoke"): ("token revoke anna 3f0c2a9e-5f3b-4a57-9a0d-1f6f0c9b7d11",),
    ("trash",): ("trash list", "trash restore 17"),
    ("trash", "list"): ("trash list --user anna --older-than 7",),
    ("trash", "restore"): ("trash restore 17",),
    ("trash", "empty"): (
        "trash empty --older-than 30",
        "trash empty --user anna",
    ),
    ("memo",): ("memo export --output memos.jsonl", "memo reindex"),
    ("memo", "export"): ("memo export --user anna --output memos.jsonl",),
    ("memo", "reindex"): ("memo reindex",),
    ("storage",): ("storage check", "storage move --to local", "storage gc --yes"),
    ("storage", "check"): ("storage check", "storage check --checksum --json"),
    ("storage", "gc"): ("storage gc", "storage gc --yes"),
    ("storage", "move"): (
        "storage move --to database --dry-run",
        "storage move --from local --to s3",
    ),
    ("db",): ("db check", "db stats"),
    ("db", "check"): ("db check", "db check --deep --json"),
    ("db", "stats"): ("db stats", "db stats --json"),
    ("db", "analyze"): ("db analyze",),
    ("db", "vacuum"): ("db vacuum",),
    ("settings",): (
        "settings list",
        "settings get MEMO_RELATED",
        "settings set GENERAL.disallowUserRegistration true",
    ),
    ("settings", "list"): ("settings list", "settings list --json --show-secrets"),
    ("settings", "get"): (
        "settings get MEMO_RELATED",
        "settings get GENERAL.customProfile.title --json",
    ),
    ("settings", "set"): (
        "settings set GENERAL.customProfile.title 'Our notes'",
        'settings set STORAGE \'{"storageType": "DATABASE"}\'',
        "settings set access_mode PUBLIC",
    ),
    ("audit",): (
        "audit --since 7d",
        "audit --failed --since 1d",
        "audit --actor anna --kind memo --json",
    ),
    ("doctor",): ("doctor", "doctor --deep --backups /mnt/backups --json"),
    ("config",): ("config show",),
    ("config", "show"): ("config show", "config show --json"),
    ("log",): ("log level", "log level debug"),
    ("log", "level"): ("log level", "log level debug"),
    ("metrics",): ("metrics --ops-addr 127.0.0.1:9230",),
    ("healthcheck",): ("healthcheck", "healthcheck --port 8080 --live"),
    ("descriptor",): ("descriptor memos.pb",),
    ("version",): ("version", "version --json"),
}
