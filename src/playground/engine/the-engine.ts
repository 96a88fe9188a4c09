/** The page's one engine. */

import { type ReadonlySignal, signal } from "@preact/signals"
import { Engine } from "./engine.ts"
import type { Loading } from "./messages.ts"

const underway = signal<Loading | null>(null)

/** The pack that is being loaded, if any. */
export const loading: ReadonlySignal<Loading | null> = underway

/** Its script has a name of its own in every build, which the page tells. */
function startWorker(): Worker {
  const script = document.querySelector<HTMLMetaElement>('meta[name="engine"]')!.content
  return new Worker(new URL(script, document.baseURI), { type: "module", name: "engine" })
}

export const engine: Engine = new Engine(startWorker, now => {
  underway.value = now
})
