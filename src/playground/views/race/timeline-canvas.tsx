/** Workers as rows, evaluations as bars in them, up to a moment of the simulated clock. */

import type { JSX } from "preact"
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks"
import { styleColor, viridis } from "../../parts/colors.ts"
import { colorScheme } from "../../state/color-scheme.ts"
import type { Evaluated, Timeline } from "./timeline.ts"

export interface TimelineCanvasProps {
  readonly timeline: Timeline
  /** In mean full evaluations. */
  readonly now: number
  /** What a screen reader says in the place of the picture. */
  readonly label: string
}

const MOST_ROW = 26
const LEAST_ROW = 8
const GAP = 2

function rowHeight(workers: number): number {
  return Math.max(LEAST_ROW, Math.min(MOST_ROW, 260 / workers))
}

/** Low is dark violet, high is yellow, between the run's own extremes. */
function colorOf({ value }: Evaluated, { lowest, highest }: Timeline): string {
  if (Number.isNaN(value)) return styleColor("--line")
  return `rgb(${viridis(highest > lowest ? (value - lowest) / (highest - lowest) : 1).join()})`
}

function draw(canvas: HTMLCanvasElement, timeline: Timeline, now: number): void {
  const ratio = devicePixelRatio
  const [width, height] = [canvas.clientWidth, canvas.clientHeight]
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio)
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio)
  const context = canvas.getContext("2d")!
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, width, height)
  const row = rowHeight(timeline.workers)
  const x = (time: number): number => (Math.min(time, timeline.end) / timeline.end) * width
  context.fillStyle = styleColor("--raised")
  for (let worker = 0; worker < timeline.workers; worker++) {
    context.fillRect(0, worker * row, width, row - GAP)
  }
  const [running, best] = [styleColor("--control"), styleColor("--text")]
  for (const evaluation of timeline.evaluations) {
    const { start, end, worker, isIncumbent } = evaluation
    if (start > now) break
    const top = worker * row
    const hasEnded = end <= now
    context.fillStyle = hasEnded ? colorOf(evaluation, timeline) : running
    // A hair between neighbours, where there is room for one.
    context.fillRect(x(start), top, Math.max(0.5, x(Math.min(end, now)) - x(start) - 0.5), row - GAP)
    if (hasEnded && isIncumbent) {
      context.fillStyle = best
      context.fillRect(x(end) - 2, top, 2.5, row - GAP)
    }
  }
  context.fillStyle = styleColor("--accent")
  context.fillRect(x(now) - 1, 0, 2, height)
}

/** The picture. */
export function TimelineCanvas({ timeline, now, label }: TimelineCanvasProps): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const observer = new ResizeObserver(() => setWidth(canvas.current?.clientWidth ?? 0))
    observer.observe(canvas.current!)
    return () => observer.disconnect()
  }, [])
  const scheme = colorScheme.value
  useLayoutEffect(() => draw(canvas.current!, timeline, now), [timeline, now, width, scheme])
  const height = `${rowHeight(timeline.workers) * timeline.workers}px`
  return <canvas ref={canvas} class="race-timeline" style={{ height }} role="img" aria-label={label} />
}
