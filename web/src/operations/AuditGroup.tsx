/** Who did what, when and from where. */
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";

import { auditEntries, type AuditSearch } from "../api/operations";
import { type AuditEntry, AuditEntry_Outcome } from "../gen/appliance/v1/audit_service_pb";
import { useT } from "../i18n";
import { factsLine } from "../lib/facts";
import { Loaded } from "../components/Loaded";
import { moment } from "../settings/when";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Field } from "../ui/Field";
import { Group } from "../ui/Group";
import { Row, Rows } from "../ui/Rows";
import { Switch } from "../ui/Switch";

function EntryRow({ entry }: { readonly entry: AuditEntry }) {
  const t = useT();
  const hasFailed = entry.outcome === AuditEntry_Outcome.FAILED;
  return (
    <Row
      title={
        <span className="flex flex-wrap items-center gap-2">
          <bdi>{entry.actor.replace("users/", "") || t("operations.nobody")}</bdi>
          <code className="text-xs">{entry.kind}</code>
          {hasFailed && <Badge tone="danger">{t("operations.failed")}</Badge>}
          {entry.count > 1 && <Badge>{t("operations.times", { count: entry.count })}</Badge>}
        </span>
      }
    >
      {factsLine([moment(entry.createTime, ""), entry.target, entry.address, entry.detail])}
    </Row>
  );
}

export function AuditGroup() {
  const t = useT();
  const [search, setSearch] = useState<AuditSearch>({ actor: "", kind: "", onlyFailures: false });
  const list = useInfiniteQuery(auditEntries(search));
  return (
    <Group title={t("operations.audit")} lead={t("operations.auditLead")}>
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label={t("operations.actor")}
          value={search.actor}
          autoCapitalize="none"
          onChange={(event) => setSearch({ ...search, actor: event.currentTarget.value.trim() })}
        />
        <Field
          label={t("operations.kind")}
          placeholder="session"
          value={search.kind}
          autoCapitalize="none"
          onChange={(event) => setSearch({ ...search, kind: event.currentTarget.value.trim() })}
        />
      </div>
      <Switch
        label={t("operations.onlyFailures")}
        checked={search.onlyFailures}
        onChange={(onlyFailures) => setSearch({ ...search, onlyFailures })}
      />
      <Loaded query={list}>
        {({ pages }) => {
          const entries = pages.flatMap((page) => page.entries);
          if (entries.length === 0) return <p className="text-sm text-muted">{t("operations.nothingHappened")}</p>;
          return (
            <Rows label={t("operations.audit")}>
              {entries.map((entry) => (
                <EntryRow key={entry.name} entry={entry} />
              ))}
            </Rows>
          );
        }}
      </Loaded>
      {list.hasNextPage && (
        <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("common.showMore")}
        </Button>
      )}
    </Group>
  );
}
