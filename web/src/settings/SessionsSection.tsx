/** Where the user is signed in; sessions can be ended one by one or all but this one. */
import { useQuery } from "@tanstack/react-query";
import { MonitorSmartphone } from "lucide-react";
import { useState } from "react";

import { endOtherSessions, endSession, sessions } from "../api/settings/sessions";
import type { Session } from "../gen/appliance/v1/session_service_pb";
import { useUser } from "../hooks/useUser";
import { type Translate, useT } from "../i18n";
import { factsLine } from "../lib/facts";
import { deviceOf } from "../lib/devices";
import { say } from "../stores/snackbar";
import { Badge } from "../ui/Badge";
import { Button } from "../ui/Button";
import { Group } from "../ui/Group";
import { Row, Rows } from "../ui/Rows";
import { Confirm } from "../components/Confirm";
import { Loaded } from "../components/Loaded";
import { moment } from "./when";

function factsOf(session: Session, t: Translate): string {
  return factsLine([
    t("settings.sessions.seen", { when: moment(session.lastSeenTime, "") }),
    t("settings.sessions.since", { when: moment(session.createTime, "") }),
    session.address === "" ? "" : t("settings.sessions.from", { address: session.address }),
  ]);
}

function SessionRow({ session, onEnd }: { readonly session: Session; readonly onEnd: () => void }) {
  const t = useT();
  return (
    <Row
      icon={MonitorSmartphone}
      title={
        <span className="flex flex-wrap items-center gap-2" title={session.userAgent}>
          <bdi>{deviceOf(session.userAgent) || t("settings.sessions.unknown")}</bdi>
          {session.current && <Badge tone="accent">{t("settings.sessions.this")}</Badge>}
        </span>
      }
      action={!session.current && <Button onClick={onEnd}>{t("settings.sessions.end")}</Button>}
    >
      {factsOf(session, t)}
    </Row>
  );
}

export function SessionsSection() {
  const t = useT();
  const { name } = useUser();
  const list = useQuery(sessions(name));
  const [ending, setEnding] = useState<Session | "others" | null>(null);
  const others = list.data?.filter(({ current }) => !current) ?? [];
  const end = async (): Promise<void> => {
    if (ending === null) return;
    if (ending !== "others") return endSession(name, ending.name);
    say(t("settings.sessions.ended", { count: await endOtherSessions(name) }));
    return undefined;
  };
  return (
    <Group
      title={t("settings.sessions.title")}
      lead={t("settings.sessions.lead")}
      action={others.length > 1 && <Button onClick={() => setEnding("others")}>{t("settings.sessions.endOthers")}</Button>}
    >
      <Loaded query={list}>
        {(data) => (
          <Rows label={t("settings.sessions.title")}>
            {data.map((session) => (
              <SessionRow key={session.name} session={session} onEnd={() => setEnding(session)} />
            ))}
          </Rows>
        )}
      </Loaded>
      <Confirm
        open={ending !== null}
        title={t(ending === "others" ? "settings.sessions.endOthersTitle" : "settings.sessions.endTitle")}
        action={t(ending === "others" ? "settings.sessions.endOthers" : "settings.sessions.end")}
        onClose={() => setEnding(null)}
        onConfirm={end}
      >
        {t(ending === "others" ? "settings.sessions.endOthersText" : "settings.sessions.endText")}
      </Confirm>
    </Group>
  );
}
