/** Opens the pack that the address names, whenever it names another one. */

import { effect, type ReadonlySignal, signal } from "@preact/signals"
import { isSamePack, type PackId } from "../engine/pack-id.ts"
import { engine } from "../engine/the-engine.ts"
import { benchmark, packId, sitePacks } from "./selection.ts"

const failure = signal<unknown>(null)

/** Why there is no benchmark; null where there is one, or will be. */
export const openError: ReadonlySignal<unknown> = failure

async function open(id: PackId): Promise<void> {
  failure.value = null
  if (benchmark.peek() !== null && !isSamePack(benchmark.peek()!, id)) benchmark.value = null
  try {
    const facts = await engine.ask("shared", "open", id)
    // Meanwhile another may have been chosen.
    if (isSamePack(packId.peek(), id)) benchmark.value = facts
  } catch (error) {
    if (isSamePack(packId.peek(), id)) failure.value = error
  }
}

/** Tries again what failed: the list of packs, or the pack at hand. */
export function openSelected(): void {
  if (sitePacks.peek() !== null) {
    void open(packId.peek())
    return
  }
  failure.value = null
  engine.ask("shared", "packs", null).then(
    packs => {
      sitePacks.value = packs
    },
    error => {
      failure.value = error
    },
  )
}

/** Follows the address from now on. */
export function followSelection(): void {
  let last: PackId | null = null
  effect(() => {
    const id = packId.value
    if (sitePacks.value === null || (last !== null && isSamePack(last, id))) return
    last = id
    void open(id)
  })
  openSelected()
}
