/** Where a note was written: where the device is, or coordinates by hand, and what the place is called. */
import { LocateFixed } from "lucide-react";
import { useState } from "react";

import { PlaceMap } from "../components/place/PlaceMap";
import { useT } from "../i18n";
import type { Place } from "../stores/drafts";
import { Button } from "../ui/Button";
import { Dialog } from "../ui/Dialog";
import { Field } from "../ui/Field";
import { coordinate, coordinatePair, rounded } from "./coordinates";

interface PlaceDialogProps {
  readonly place: Place | null;
  readonly onChoose: (place: Place | null) => void;
  readonly onClose: () => void;
}

const patience = 15_000;

export default function PlaceDialog({ place, onChoose, onClose }: PlaceDialogProps) {
  const t = useT();
  const [name, setName] = useState(place?.placeholder ?? "");
  const [latitude, setLatitude] = useState(place === null ? "" : String(place.latitude));
  const [longitude, setLongitude] = useState(place === null ? "" : String(place.longitude));
  const [problem, setProblem] = useState("");
  const [isAsking, setAsking] = useState(false);
  const [north, east] = [coordinate(latitude, 90), coordinate(longitude, 180)];

  const put = (text: string, set: (text: string) => void): void => {
    const pair = coordinatePair(text);
    if (pair === null) return set(text);
    setLatitude(String(pair[0]));
    return setLongitude(String(pair[1]));
  };
  const locate = (): void => {
    if (!("geolocation" in navigator) || !window.isSecureContext) return setProblem(t("editor.noLocation"));
    setProblem("");
    setAsking(true);
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setAsking(false);
        setLatitude(String(rounded(coords.latitude)));
        setLongitude(String(rounded(coords.longitude)));
      },
      () => {
        setAsking(false);
        setProblem(t("editor.noLocation"));
      },
      { timeout: patience, maximumAge: 60_000 },
    );
    return undefined;
  };
  const choose = (): void => {
    if (north === null || east === null) return setProblem(t("editor.badCoordinates"));
    onChoose({ placeholder: name.trim(), latitude: north, longitude: east });
    return onClose();
  };
  return (
    <Dialog open onClose={onClose} title={t("editor.place")}>
      <form
        className="space-y-4"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          choose();
        }}
      >
        <Button className="w-full" disabled={isAsking} onClick={locate}>
          <LocateFixed aria-hidden size={16} strokeWidth={1.75} />
          {t(isAsking ? "editor.locating" : "editor.whereIAm")}
        </Button>
        <div className="grid grid-cols-2 gap-3">
          <Field
            label={t("editor.latitude")}
            value={latitude}
            inputMode="decimal"
            placeholder="52.5163"
            autoComplete="off"
            onChange={(event) => put(event.currentTarget.value, setLatitude)}
          />
          <Field
            label={t("editor.longitude")}
            value={longitude}
            inputMode="decimal"
            placeholder="13.3777"
            autoComplete="off"
            onChange={(event) => put(event.currentTarget.value, setLongitude)}
          />
        </div>
        {north !== null && east !== null && (
          <PlaceMap
            latitude={north}
            longitude={east}
            onChoose={(pointed) => {
              setLatitude(String(rounded(pointed.latitude)));
              setLongitude(String(rounded(pointed.longitude)));
            }}
          />
        )}
        <Field
          label={t("editor.placeName")}
          hint={t("editor.placeHint")}
          value={name}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {problem !== "" && (
          <p role="alert" className="text-sm text-danger">
            {problem}
          </p>
        )}
        <div className="flex justify-end gap-2">
          {place !== null && (
            <Button
              kind="quiet"
              onClick={() => {
                onChoose(null);
                onClose();
              }}
            >
              {t("common.remove")}
            </Button>
          )}
          <Button kind="primary" type="submit">
            {t("editor.setPlace")}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
