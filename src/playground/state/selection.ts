/**
 * What all views share: the pack at hand, the point one looks at, and the pinned points. All of it is in the address
 * (`task`, `release`, `at`, `pin`), and read from there: there is no second copy.
 */

import { computed, type ReadonlySignal, signal } from "@preact/signals"
import {
  bundledReleases,
  type Configuration,
  jahsSpace,
  type Space,
  type TaskName,
  tasks,
} from "../../entries/index.web.ts"
import type { PackId, SitePack } from "../engine/pack-id.ts"
import type { BenchmarkFacts } from "../engine/shared-operations.ts"
import { goTo, type Place, place, setParameters } from "./location.ts"
import { type Point, pointOf, pointText } from "./point.ts"

/** Parameters that stay when one goes to another view. */
const SHARED = ["task", "release", "at", "pin"]
/** More could not be told apart side by side. */
export const MOST_PINS = 6

/** The site's packs; null until their list is there. */
export const sitePacks = signal<readonly SitePack[] | null>(null)

/** The benchmark at hand; null while it is opened. */
export const benchmark = signal<BenchmarkFacts | null>(null)

const DEFAULT_RELEASE = Object.keys(bundledReleases).at(-1)!

// Texts stay the same when other parts of the address change, and so does what is computed of them.
const taskText = computed(() => place.value.parameters.get("task"))
const releaseText = computed(() => place.value.parameters.get("release"))
const pointTextOfPlace = computed(() => place.value.parameters.get("at") ?? "")
const pinTexts = computed(() => place.value.parameters.getAll("pin").join(" "))

/** The pack that the address names, or the first of the site where it names none. */
export const packId: ReadonlySignal<PackId> = computed(() => {
  const [first] = sitePacks.value ?? []
  const task = tasks.find(known => known === taskText.value) ?? first?.task ?? "cifar10"
  return { task, release: releaseText.value ?? first?.release ?? DEFAULT_RELEASE }
})

/** Chooses another pack. */
export function choosePack(id: { readonly task: TaskName; readonly release: string }): void {
  setParameters({ task: id.task, release: id.release })
}

/** The benchmark's space; null while none is open. */
const space = computed(() =>
  benchmark.value === null ? null : jahsSpace.restrict(benchmark.value.card.domain),
)

/** A point with whatever lies outside of the benchmark's domain moved into it, as another release may demand. */
function pointWithin(inside: Space, { configuration, epoch }: Point): Point {
  const defaults = inside.defaultConfiguration()
  let moved = configuration
  for (let outside = inside.outside(moved); outside !== null; outside = inside.outside(moved)) {
    const name = outside.name as keyof Configuration
    moved = { ...moved, [name]: defaults[name] }
  }
  return { configuration: moved, epoch }
}

/** The point one looks at: the space's defaults until one chose; null while no benchmark is open. */
export const point: ReadonlySignal<Point | null> = computed(() => {
  if (space.value === null) return null
  const named = pointOf(pointTextOfPlace.value)
  return named === null
    ? { configuration: space.value.defaultConfiguration(), epoch: 200 }
    : pointWithin(space.value, named)
})

/** Looks at another point. */
export function lookAt(changed: Point): void {
  setParameters({ at: pointText(changed) })
}

/** The pinned points, in the order in which they were pinned. */
export const pins: ReadonlySignal<readonly Point[]> = computed(() =>
  pinTexts.value
    .split(" ")
    .map(pointOf)
    .filter(pin => pin !== null)
    .slice(0, MOST_PINS),
)

/** Pins a point, unless it is pinned, or takes its pin away. */
export function togglePin(pin: Point): void {
  const texts = pins.value.map(pointText)
  const text = pointText(pin)
  setParameters({ pin: texts.includes(text) ? texts.filter(other => other !== text) : [...texts, text] })
}

/** What each view was told, for when one comes back to it. */
const ownParameters = new Map<string, URLSearchParams>()

/** Where a view would be gone to: what is shared stays, and what the view was told before comes back. */
export function placeOf(view: string): Place {
  const parameters = new URLSearchParams()
  for (const [name, value] of place.value.parameters)
    if (SHARED.includes(name)) parameters.append(name, value)
  for (const [name, value] of ownParameters.get(view) ?? []) parameters.append(name, value)
  return { view, parameters }
}

/** Goes to a view. */
export function showView(view: string): void {
  const own = new URLSearchParams()
  for (const [name, value] of place.value.parameters) if (!SHARED.includes(name)) own.append(name, value)
  ownParameters.set(place.value.view, own)
  const { parameters } = placeOf(view)
  goTo(view, parameters)
}
