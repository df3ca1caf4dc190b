/** The last things that were sent to a webhook. */
import { useInfiniteQuery, useMutation } from "@tanstack/react-query";
import { RotateCw } from "lucide-react";

import { deliveries, redeliver } from "../api/settings/webhooks";
import { type WebhookDelivery, WebhookDelivery_State } from "../gen/appliance/v1/webhook_service_pb";
import { type Translate, useT } from "../i18n";
import { factsLine } from "../lib/facts";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Row, Rows } from "../ui/Rows";
import { Loaded } from "../components/Loaded";
import { Trouble } from "../components/Trouble";
import { moment } from "./when";

function StateBadge({ state }: { readonly state: WebhookDelivery_State }) {
  const t = useT();
  if (state === WebhookDelivery_State.DELIVERED) return <Badge tone="good">{t("settings.webhooks.delivered")}</Badge>;
  if (state === WebhookDelivery_State.FAILED) return <Badge tone="danger">{t("settings.webhooks.failed")}</Badge>;
  return <Badge>{t("settings.webhooks.waiting")}</Badge>;
}

function factsOf(delivery: WebhookDelivery, t: Translate): string {
  return factsLine([
    moment(delivery.createTime, ""),
    t("settings.webhooks.attempts", { count: delivery.attempts }),
    delivery.status === 0 ? "" : `HTTP ${delivery.status}`,
    delivery.reason,
    delivery.nextAttemptTime === undefined
      ? ""
      : t("settings.webhooks.next", { when: moment(delivery.nextAttemptTime, "") }),
  ]);
}

export function DeliveryList({ webhook }: { readonly webhook: string }) {
  const t = useT();
  const list = useInfiniteQuery(deliveries(webhook));
  const sending = useMutation({ mutationFn: (name: string) => redeliver(webhook, name) });
  return (
    <div className="rounded-lg bg-sunken px-3 py-1">
      <Loaded query={list}>
        {({ pages }) => {
          const all = pages.flatMap((page) => page.deliveries);
          if (all.length === 0) return <p className="py-3 text-sm text-muted">{t("settings.webhooks.nothingSent")}</p>;
          return (
            <Rows label={t("settings.webhooks.log")}>
              {all.map((delivery) => (
                <Row
                  key={delivery.name}
                  title={
                    <span className="flex flex-wrap items-center gap-2">
                      {delivery.activityType} <StateBadge state={delivery.state} />
                    </span>
                  }
                  action={
                    delivery.state !== WebhookDelivery_State.PENDING && (
                      <Button disabled={sending.isPending} onClick={() => sending.mutate(delivery.name)}>
                        <RotateCw aria-hidden size={16} strokeWidth={1.75} />
                        {t("settings.webhooks.again")}
                      </Button>
                    )
                  }
                >
                  {factsOf(delivery, t)}
                </Row>
              ))}
            </Rows>
          );
        }}
      </Loaded>
      <Trouble error={sending.error} />
      {list.hasNextPage && (
        <Button kind="quiet" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t("common.showMore")}
        </Button>
      )}
    </div>
  );
}
