/** Releases for tests: the files of the fixtures under any names, as the importer takes them. */

import { readFileSync } from "node:fs"
import { join } from "node:path"
import { tarEntries } from "../../../src/bytes/tar.ts"
import type { ReleaseEntry } from "../../../src/release/index.ts"

const FIXTURES = join(import.meta.dirname, "..", "..", "fixtures", "official-1.5")

/** A file of a pipeline shape, compressed as it stands there. */
export function shapeFile(shape: string, name: string): Uint8Array {
  return new Uint8Array(readFileSync(join(FIXTURES, "pipeline-shapes", shape, name)))
}

/** The three files of a pipeline shape in a folder of that name. */
export function folderOf(shape: string, folder: string): [string, Uint8Array][] {
  return ["label_headers.pkl.gz", "model.pkl.gz", "params.pkl.gz"].map(name => [
    `${folder}/${name}`,
    shapeFile(shape, name),
  ])
}

/** What was read of some entries. */
export interface Watched {
  readonly entries: AsyncIterable<ReleaseEntry>
  readonly read: string[]
  readonly skipped: string[]
}

/** Entries that say what is done with them. */
export function entriesOf(files: readonly (readonly [string, Uint8Array])[]): Watched {
  const read: string[] = []
  const skipped: string[] = []
  async function* entries(): AsyncGenerator<ReleaseEntry, void, void> {
    for (const [path, content] of files) {
      yield {
        path,
        size: content.length,
        async bytes() {
          read.push(path)
          return content
        },
        async skip() {
          skipped.push(path)
        },
      }
    }
  }
  return { entries: entries(), read, skipped }
}

/** The replica's archive. */
export function replica(): AsyncIterable<ReleaseEntry> {
  const bytes = readFileSync(join(FIXTURES, "assembled_surrogates.tar"))
  return tarEntries(new Response(bytes).body!, "assembled_surrogates.tar")
}
