/** Identity providers as a form edits them, and what the known ones begin with. */
import type { IdentityProvider } from "../gen/memos/api/v1/idp_service_pb";

export interface ProviderFields {
  readonly uid: string;
  readonly title: string;
  readonly identifierFilter: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly authUrl: string;
  readonly tokenUrl: string;
  readonly userInfoUrl: string;
  /** Separated by blanks. */
  readonly scopes: string;
  readonly identifier: string;
  readonly displayName: string;
  readonly email: string;
  readonly avatarUrl: string;
}

const blank: ProviderFields = {
  uid: "",
  title: "",
  identifierFilter: "",
  clientId: "",
  clientSecret: "",
  authUrl: "",
  tokenUrl: "",
  userInfoUrl: "",
  scopes: "",
  identifier: "",
  displayName: "",
  email: "",
  avatarUrl: "",
};

/** The endpoints and fields that each provider documents. */
export const presets = {
  custom: blank,
  github: {
    ...blank,
    uid: "github",
    title: "GitHub",
    authUrl: "https://github.com/login/oauth/authorize",
    tokenUrl: "https://github.com/login/oauth/access_token",
    userInfoUrl: "https://api.github.com/user",
    scopes: "read:user",
    identifier: "login",
    displayName: "name",
    email: "email",
    avatarUrl: "avatar_url",
  },
  gitlab: {
    ...blank,
    uid: "gitlab",
    title: "GitLab",
    authUrl: "https://gitlab.com/oauth/authorize",
    tokenUrl: "https://gitlab.com/oauth/token",
    userInfoUrl: "https://gitlab.com/oauth/userinfo",
    scopes: "openid",
    identifier: "nickname",
    displayName: "name",
    email: "email",
    avatarUrl: "picture",
  },
  google: {
    ...blank,
    uid: "google",
    title: "Google",
    authUrl: "https://accounts.google.com/o/oauth2/v2/auth",
    tokenUrl: "https://oauth2.googleapis.com/token",
    userInfoUrl: "https://www.googleapis.com/oauth2/v2/userinfo",
    scopes: "https://www.googleapis.com/auth/userinfo.email https://www.googleapis.com/auth/userinfo.profile",
    identifier: "email",
    displayName: "name",
    email: "email",
    avatarUrl: "picture",
  },
} as const satisfies Record<string, ProviderFields>;

export type Preset = keyof typeof presets;

export function isPreset(value: string): value is Preset {
  return value in presets;
}

export function fieldsOf({ name, title, identifierFilter, config }: IdentityProvider): ProviderFields {
  const oauth2 = config?.config.case === "oauth2Config" ? config.config.value : undefined;
  return {
    ...blank,
    uid: name.replace("identity-providers/", ""),
    title,
    identifierFilter,
    ...(oauth2 === undefined
      ? {}
      : {
          clientId: oauth2.clientId,
          authUrl: oauth2.authUrl,
          tokenUrl: oauth2.tokenUrl,
          userInfoUrl: oauth2.userInfoUrl,
          scopes: oauth2.scopes.join(" "),
          identifier: oauth2.fieldMapping?.identifier ?? "",
          displayName: oauth2.fieldMapping?.displayName ?? "",
          email: oauth2.fieldMapping?.email ?? "",
          avatarUrl: oauth2.fieldMapping?.avatarUrl ?? "",
        }),
  };
}

export function configOf(fields: ProviderFields) {
  const { clientId, clientSecret, authUrl, tokenUrl, userInfoUrl, identifier, displayName, email, avatarUrl } = fields;
  return {
    clientId,
    clientSecret,
    authUrl,
    tokenUrl,
    userInfoUrl,
    scopes: fields.scopes.split(/\s+/u).filter((scope) => scope !== ""),
    fieldMapping: { identifier, displayName, email, avatarUrl },
  };
}
