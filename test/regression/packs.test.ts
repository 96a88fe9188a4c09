/** Packs of the releases come out again as they were published: what the writer of packs learns must not change them. */
import { gunzipSync, gzipSync } from "node:zlib"
import { expect, it } from "vitest"
import { memorySource } from "../../src/bytes/byte-source.ts"
import { openReleasePack } from "../../src/surrogate/release-pack.ts"
import { writeReleasePack } from "../../src/surrogate/write-release-pack.ts"
import { packBytes } from "../support/bundled.ts"

const GZIP = 1

/** Sections as docs/pack-format.md has them, unpacked: what gzip makes of them is the engine's. */
function sectionsOf(pack: Uint8Array): Buffer[] {
  const bytes = Buffer.from(pack)
  return Array.from({ length: bytes.readUInt32LE(12) }, (_, at) => {
    const entry = 64 + 64 * at
    const [codec, offset, length] = [8, 16, 20].map(field => bytes.readUInt32LE(entry + field)) as [
      number,
      number,
      number,
    ]
    const stored = bytes.subarray(offset, offset + length)
    return codec === GZIP ? gunzipSync(stored) : stored
  })
}

it.each([
  ["distilled-1", "cifar10"],
  ["distilled-1", "fashion_mnist"],
  ["distilled-2", "cifar10"],
  ["distilled-2", "fashion_mnist"],
] as const)("%s, %s", async (release, task) => {
  const published = packBytes(task, release)
  const { card, surrogates } = await openReleasePack(memorySource(published, `${task}.bin`))
  const again = await writeReleasePack(task, card, surrogates, section => gzipSync(section))
  const [before, now] = [sectionsOf(published), sectionsOf(again)]
  expect(before).toHaveLength(9)
  expect(now).toHaveLength(before.length)
  for (const [at, section] of before.entries()) expect(section.equals(now[at]!), `section ${at}`).toBe(true)
})
