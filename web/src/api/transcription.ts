/** Speech written down by the provider that the administrator chose. */
import { createClient } from "@connectrpc/connect";

import { AIService } from "../gen/memos/api/v1/ai_service_pb";
import { transport } from "./client";

const ai = createClient(AIService, transport);

export async function transcribe(file: File): Promise<string> {
  const content = new Uint8Array(await file.arrayBuffer());
  const contentType = file.type.split(";")[0] ?? "";
  const { text } = await ai.transcribe({
    audio: { source: { case: "content", value: content }, filename: file.name, contentType },
  });
  return text;
}
