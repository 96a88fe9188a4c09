/** Pickled surrogates with one value changed, to see what is made of it. */

import { gunzipSync } from "node:zlib"
import { PickleField } from "../../../src/pickle/field.ts"
import { readPickle } from "../../../src/pickle/read-pickle.ts"
import {
  PickleDict,
  type PickleObject,
  type PickleTuple,
  type PickleValue,
} from "../../../src/pickle/value.ts"
import type { OfficialFields } from "../../../src/release/official-surrogates.ts"
import { shapeFile } from "./entries.ts"

export type Step = string | number

function child(value: PickleValue | undefined, step: Step): PickleValue | undefined {
  if (typeof step === "number") return (Array.isArray(value) ? value : (value as PickleTuple).items)[step]
  return value instanceof PickleDict
    ? value.get(step)
    : ((value as PickleObject).state as PickleDict).get(step)
}

function put(value: PickleValue | undefined, step: Step, given: PickleValue | undefined): void {
  if (typeof step === "number") {
    const items = Array.isArray(value) ? value : ((value as PickleTuple).items as PickleValue[])
    items[step] = given as PickleValue
    return
  }
  const dict = value instanceof PickleDict ? value : ((value as PickleObject).state as PickleDict)
  dict.set(step, given as PickleValue)
}

/** The pickles of a shape of the replica. */
export function pickled(shape: string): OfficialFields {
  const field = (name: string): PickleField => {
    const bytes = new Uint8Array(gunzipSync(shapeFile(shape, name)))
    return new PickleField(readPickle(bytes, { source: name }), "", name)
  }
  return {
    params: field("params.pkl.gz"),
    labelHeaders: field("label_headers.pkl.gz"),
    model: field("model.pkl.gz"),
  }
}

/** The value at a path: keys of objects and dicts, positions in lists and tuples. */
export function valueAt(field: PickleField, path: readonly Step[]): PickleValue | undefined {
  return path.reduce<PickleValue | undefined>(child, field.value)
}

/** Changes what stands at a path; undefined takes it away. */
export function alter(field: PickleField, path: readonly Step[], given: PickleValue | undefined): void {
  put(valueAt(field, path.slice(0, -1)), path[path.length - 1]!, given)
}

/** An instance of a class with a state. */
export function instance(
  module: string,
  name: string,
  state: Record<string, PickleValue> = {},
): PickleObject {
  return { kind: "object", module, name, args: [], state: dict(state), items: [], entries: undefined }
}

export function dict(entries: Record<string, PickleValue>): PickleDict {
  const made = new PickleDict()
  for (const [key, value] of Object.entries(entries)) made.set(key, value)
  return made
}

export function tuple(...items: PickleValue[]): PickleTuple {
  return { kind: "tuple", items }
}
