/** Identity providers, as administrators keep them. */
import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { createClient } from "@connectrpc/connect";
import { queryOptions } from "@tanstack/react-query";

import {
  type IdentityProvider,
  IdentityProvider_Type,
  IdentityProviderSchema,
  IdentityProviderService,
  type OAuth2ConfigSchema,
} from "../../gen/memos/api/v1/idp_service_pb";
import { providersKey } from "../account";
import { cache } from "../cache";
import { transport } from "../client";

const client = createClient(IdentityProviderService, transport);

export const keptProviders = queryOptions({
  queryKey: ["kept-providers"],
  queryFn: async ({ signal }): Promise<IdentityProvider[]> =>
    (await client.listIdentityProviders({}, { signal })).identityProviders,
});

export interface ProviderDraft {
  readonly uid: string;
  readonly title: string;
  readonly identifierFilter: string;
  readonly config: MessageInitShape<typeof OAuth2ConfigSchema>;
}

async function changed(): Promise<void> {
  await cache.invalidateQueries({ queryKey: keptProviders.queryKey });
  await cache.invalidateQueries({ queryKey: providersKey });
}

function messageOf({ title, identifierFilter, config }: ProviderDraft, name = "") {
  return create(IdentityProviderSchema, {
    name,
    type: IdentityProvider_Type.OAUTH2,
    title,
    identifierFilter,
    config: { config: { case: "oauth2Config", value: config } },
  });
}

export async function createProvider(draft: ProviderDraft): Promise<void> {
  await client.createIdentityProvider({ identityProvider: messageOf(draft), identityProviderId: draft.uid });
  await changed();
}

/** Change a provider; an empty client secret stays as it is. */
export async function changeProvider(name: string, draft: ProviderDraft): Promise<void> {
  await client.updateIdentityProvider({
    identityProvider: messageOf(draft, name),
    updateMask: { paths: ["title", "identifier_filter", "config"] },
  });
  await changed();
}

export async function deleteProvider(name: string): Promise<void> {
  await client.deleteIdentityProvider({ name });
  await changed();
}
