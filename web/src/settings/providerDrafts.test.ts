import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";

import { IdentityProviderSchema } from "../gen/memos/api/v1/idp_service_pb";
import { configOf, fieldsOf, presets } from "./providerDrafts";

it("edits a stored provider without its secret, which nobody is shown", () => {
  const fields = { ...presets.github, clientId: "id", clientSecret: "hidden", scopes: " read:user  user:email " };
  const provider = create(IdentityProviderSchema, {
    name: "identity-providers/github",
    title: fields.title,
    config: { config: { case: "oauth2Config", value: { ...configOf(fields), clientSecret: "" } } },
  });
  expect(fieldsOf(provider)).toEqual({ ...fields, clientSecret: "", scopes: "read:user user:email" });
});
