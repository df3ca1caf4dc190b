/** Webhooks of a user, and what became of what was sent to them. */
import { createClient } from "@connectrpc/connect";
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";

import { type ListWebhookDeliveriesResponse, WebhookService } from "../../gen/appliance/v1/webhook_service_pb";
import type { UserWebhook } from "../../gen/later/memos/api/v1/user_service_pb";
import { cache } from "../cache";
import { transport } from "../client";
import { accounts } from "../laterClients";

const deliveriesClient = createClient(WebhookService, transport);

export function webhooks(user: string) {
  return queryOptions({
    queryKey: ["webhooks", user],
    queryFn: async ({ signal }): Promise<UserWebhook[]> =>
      (await accounts.listUserWebhooks({ parent: user }, { signal })).webhooks,
  });
}

export type WebhookDraft = Pick<UserWebhook, "displayName" | "url">;

function changed(user: string): Promise<void> {
  return cache.invalidateQueries({ queryKey: webhooks(user).queryKey });
}

export async function createWebhook(user: string, { displayName, url }: WebhookDraft): Promise<void> {
  await accounts.createUserWebhook({ parent: user, webhook: { displayName, url } });
  await changed(user);
}

export async function changeWebhook(user: string, name: string, { displayName, url }: WebhookDraft): Promise<void> {
  await accounts.updateUserWebhook({
    webhook: { name, displayName, url },
    updateMask: { paths: ["display_name", "url"] },
  });
  await changed(user);
}

export async function deleteWebhook(user: string, name: string): Promise<void> {
  await accounts.deleteUserWebhook({ name });
  await changed(user);
}

export async function signingSecret(name: string): Promise<string> {
  return (await accounts.getUserWebhookSigningSecret({ name })).signingSecret;
}

/** Set the secret that signs what is sent: `whsec_` and base64. */
export async function changeSigningSecret(user: string, name: string, secret: string): Promise<void> {
  await accounts.updateUserWebhook({
    webhook: { name, signingSecret: secret },
    updateMask: { paths: ["signing_secret"] },
  });
  await changed(user);
}

export function deliveries(webhook: string) {
  return infiniteQueryOptions({
    queryKey: ["deliveries", webhook],
    queryFn: ({ pageParam, signal }): Promise<ListWebhookDeliveriesResponse> =>
      deliveriesClient.listWebhookDeliveries({ parent: webhook, pageSize: 20, pageToken: pageParam }, { signal }),
    initialPageParam: "",
    getNextPageParam: (page: ListWebhookDeliveriesResponse) => (page.nextPageToken === "" ? null : page.nextPageToken),
    staleTime: 0,
  });
}

export async function redeliver(webhook: string, delivery: string): Promise<void> {
  await deliveriesClient.redeliverWebhook({ name: delivery });
  await cache.invalidateQueries({ queryKey: deliveries(webhook).queryKey });
}
