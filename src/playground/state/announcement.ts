/** What is said to those who do not see that something changed. */

import { type ReadonlySignal, signal } from "@preact/signals"

const said = signal("")

/** The last thing said: the shell has a live region for it. */
export const announcement: ReadonlySignal<string> = said

/** Says something, in one short sentence. */
export function announce(text: string): void {
  // A region that has the same text again says nothing.
  said.value = said.value === text ? `${text}\u00A0` : text
}
