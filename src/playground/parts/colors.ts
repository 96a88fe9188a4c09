/** Colours for canvases: what the style sheet says, as canvases understand it, and scales between colours. */

import { colorScheme } from "../state/color-scheme.ts"

/** Red, green and blue from 0 to 255. */
export type Rgb = readonly [red: number, green: number, blue: number]

let probe: HTMLElement | null = null
/** Asking the style sheet makes the browser lay the page out: once a colour, not once a stroke. */
const known = new Map<string, string>()

/**
 * The colour that a custom property of the style sheet has in the scheme that is shown: what draws with it inside of
 * a component is drawn anew when that changes.
 *
 * @param name for example `--accent`
 */
export function styleColor(name: string): string {
  const key = `${colorScheme.value} ${name}`
  const color = known.get(key) ?? computedColor(name)
  known.set(key, color)
  return color
}

function computedColor(name: string): string {
  if (probe === null) {
    probe = document.createElement("i")
    probe.hidden = true
    document.body.append(probe)
  }
  // A custom property alone would come as it was written, `light-dark(…)` and all.
  probe.style.color = `var(${name})`
  return getComputedStyle(probe).color
}

/** How many colours tell pins, optimisers and the like apart: `--series-1` and so on. */
const NUM_SERIES_COLORS = 8

/** Name of the property of a series' colour. */
export function seriesColor(index: number): string {
  return `--series-${(index % NUM_SERIES_COLORS) + 1}`
}

/** Viridis (Smith and van der Walt, 2015) at nine places: even for the eye, and for those who see no red or green. */
const VIRIDIS: readonly Rgb[] = [
  [68, 1, 84],
  [71, 44, 122],
  [59, 81, 139],
  [44, 113, 142],
  [33, 144, 141],
  [39, 173, 129],
  [92, 200, 99],
  [170, 220, 50],
  [253, 231, 37],
]

/**
 * A colour for a value: dark violet, green, yellow.
 *
 * @param share from 0 to 1
 */
export function viridis(share: number): Rgb {
  const at = Math.min(1, Math.max(0, share)) * (VIRIDIS.length - 1)
  const first = Math.min(VIRIDIS.length - 2, Math.floor(at))
  const [from, to] = [VIRIDIS[first]!, VIRIDIS[first + 1]!]
  const mix = (channel: 0 | 1 | 2): number =>
    Math.round(from[channel] + (at - first) * (to[channel] - from[channel]))
  return [mix(0), mix(1), mix(2)]
}
