/** What a platform answered, made comparable: what may differ between platforms is taken away. */
import { createHash } from "node:crypto"
import type { ScriptedRequest } from "./requests.ts"

/** A status, headers and the body's bytes. */
export interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly body: Uint8Array
}

/** Headers that are part of the answer; connections, dates and servers are the platform's own. */
const COMPARED = [
  "content-type",
  "cache-control",
  "allow",
  "access-control-allow-origin",
  "x-content-type-options",
]

/** Platforms that compress name the compressed answer otherwise. */
const plainTag = (tag: string | null): string => (tag ?? "").replace(/^W\//, "").replace(/-gzip"$/, '"')

/** The bytes that must be the same everywhere. */
function comparable({ status, headers, body }: Answer): Uint8Array {
  const shown = COMPARED.map(name => `${name}: ${headers.get(name) ?? ""}`)
  const head = [status, ...shown, `etag: ${plainTag(headers.get("etag"))}`, "", ""].join("\n")
  return Buffer.concat([Buffer.from(head), body])
}

/** Asks one request after the other. */
export async function runScript(
  ask: (request: ScriptedRequest) => Promise<Answer>,
  script: readonly ScriptedRequest[],
): Promise<{ readonly sha256: string; readonly bytes: number; readonly answers: readonly string[] }> {
  const all = createHash("sha256")
  const answers: string[] = []
  let bytes = 0
  for (const request of script) {
    const answer = comparable(await ask(request))
    all.update(answer)
    bytes += answer.length
    answers.push(createHash("sha256").update(answer).digest("hex").slice(0, 16))
  }
  return { sha256: all.digest("hex"), bytes, answers }
}
