/** State of a view in the address: by a name of its own, with a default that is not written. */

import { computed, type ReadonlySignal } from "@preact/signals"
import { place, setParameters } from "./location.ts"

/** A parameter of the address as a signal that can be set. */
export interface Parameter<Value> {
  readonly signal: ReadonlySignal<Value>
  readonly set: (value: Value) => void
}

/**
 * A parameter that is one of a list.
 *
 * @param name in the address; `task`, `release`, `at` and `pin` are taken
 * @param values that it may have; anything else in the address counts as the first of them
 */
export function choiceParameter<const Value extends string>(
  name: string,
  values: readonly Value[],
  fallback: Value = values[0]!,
): Parameter<Value> {
  return textParameter(name, fallback, text => values.find(value => value === text) ?? null)
}

/**
 * A parameter of any text that `read` makes sense of.
 *
 * @param fallback its value where the address has none, or one that makes no sense
 * @param read null for a text that makes no sense
 */
export function textParameter<Value extends string>(
  name: string,
  fallback: Value,
  read: (text: string) => Value | null,
): Parameter<Value> {
  return {
    signal: computed(() => {
      const text = place.value.parameters.get(name)
      return (text === null ? null : read(text)) ?? fallback
    }),
    set: value => setParameters({ [name]: value === fallback ? null : value }),
  }
}
