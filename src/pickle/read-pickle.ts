/** Bytes of a pickle to plain records: the door at which all pickles come in. */

import { Machine } from "./machine.ts"
import { PickleReader } from "./pickle-reader.ts"
import type { PickleValue } from "./value.ts"

export interface ReadPickleOptions {
  /** Name of the bytes, for messages. */
  readonly source: string
  /** Most values (numbers, texts, lists, marks, …) that are made; default one million, of which real files take 2000. */
  readonly maxValues?: number
}

/**
 * Reads one pickle, be it Python's own or a stream of joblib's, of protocols 0 to 5. Nothing of it is run.
 *
 * @param bytes the pickle, decompressed; the result may be views of it, so it must not be changed
 * @returns what the pickle holds: classes and their objects as records of names and state
 * @throws {ModelFormatError} with the byte offset, where the bytes are no pickle
 */
export function readPickle(bytes: Uint8Array, options: ReadPickleOptions): PickleValue {
  // A plain view: a Buffer's `slice` would share memory where everybody expects a copy.
  const plain = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const reader = new PickleReader(plain, options.source)
  const value = new Machine(reader, options.maxValues ?? 1_000_000).run()
  if (reader.remaining > 0) {
    reader.fail({
      what: "bytes after the end of the pickle",
      expected: "the end",
      actual: `${reader.remaining} more`,
    })
  }
  return value
}
