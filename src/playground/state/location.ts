/** The page's address: `#/<view>?<parameters>`. It holds the state that a link to the page is to bring back. */

import { computed, type ReadonlySignal, signal } from "@preact/signals"

/** A view, and what it was told. */
export interface Place {
  readonly view: string
  readonly parameters: URLSearchParams
}

/** Browsers refuse many changes of the address a second: as the state of a drag would be. */
const SETTLED_MILLISECONDS = 250

function read(hash: string): Place {
  const [, view = "", search = ""] = /^#\/([\w-]*)\??(.*)$/.exec(hash) ?? []
  return { view, parameters: new URLSearchParams(search) }
}

/** The part of an address after the `#`, readable where it can be. */
export function hashOf({ view, parameters }: Place): string {
  const search = parameters.toString().replaceAll("%2C", ",").replaceAll("%2F", "/").replaceAll("%3A", ":")
  return search === "" ? `#/${view}` : `#/${view}?${search}`
}

const current = signal<Place>(read(location.hash))
let settling: ReturnType<typeof setTimeout> | undefined

/** Where the page is. */
export const place: ReadonlySignal<Place> = current

/** Name of the view at hand; empty where the address names none. */
export const viewName: ReadonlySignal<string> = computed(() => current.value.view)

/** The address of a place, to be shared. */
export function linkTo(to: Place): string {
  return new URL(hashOf(to), location.href).href
}

function writeNow(): void {
  clearTimeout(settling)
  settling = undefined
  const hash = hashOf(current.value)
  if (hash !== location.hash) history.replaceState(null, "", hash)
}

/** Goes to another view, which the browser's back button undoes. */
export function goTo(view: string, parameters: URLSearchParams): void {
  writeNow()
  current.value = { view, parameters }
  history.pushState(null, "", hashOf(current.value))
}

/**
 * Sets parameters of the view at hand; null takes one away, a list stands for one that is there several times.
 * The address follows once they settle.
 */
export function setParameters(changes: Readonly<Record<string, string | readonly string[] | null>>): void {
  const { view, parameters } = current.value
  const changed = new URLSearchParams(parameters)
  for (const [name, value] of Object.entries(changes)) {
    changed.delete(name)
    for (const item of value === null ? [] : [value].flat()) changed.append(name, item)
  }
  if (changed.toString() === parameters.toString()) return
  current.value = { view, parameters: changed }
  clearTimeout(settling)
  settling = setTimeout(writeNow, SETTLED_MILLISECONDS)
}

addEventListener("popstate", () => {
  clearTimeout(settling)
  current.value = read(location.hash)
})
