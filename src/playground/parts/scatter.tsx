/** A scatter that one can brush with a pointer. Give keyboards fields for the brush, and a table beside it. */

import type { ComponentChildren, JSX } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import type uPlot from "uplot"
import { colorScheme } from "../state/color-scheme.ts"
import { DownloadButton } from "./download-button.tsx"
import { ColorKey } from "./point-colors.tsx"
import { type Brush, type DrawnAxes, makeScatterPlot, type ScatterContent } from "./scatter-plot.ts"
import { scatterSvg } from "./scatter-svg.ts"

export type { Brush, ScatterMark } from "./scatter-plot.ts"

export interface ScatterProps extends ScatterContent {
  readonly title: string
  /** Where the points come from: written into the SVG file. */
  readonly note: string
  /** What a screen reader says in the place of the picture. */
  readonly spoken: string
  /** Name of the SVG file, without its ending. */
  readonly name: string
  readonly brush: Brush | null
  /** Called with what was dragged; null where a click takes the brush away. */
  readonly onBrush: (brush: Brush | null) => void
  /** Called with the point that was clicked at; null where there is none. */
  readonly onPick: (index: number | null) => void
  /** Buttons beside the one that saves the picture. */
  readonly children?: ComponentChildren
}

/** CSS pixels. */
const HEIGHT = 420
const CLICK = 4
const NEAR = 12

/** Shows what is brushed: a frame of uPlot's. */
function frameBrush(plot: uPlot, brush: Brush | null): void {
  const [width, height] = [plot.over.clientWidth, plot.over.clientHeight]
  const within = (value: number, most: number): number => Math.min(most, Math.max(0, value))
  const sides = brush && {
    left: within(plot.valToPos(brush.x[0], "x"), width),
    right: within(plot.valToPos(brush.x[1], "x"), width),
    top: within(plot.valToPos(brush.y[1], "y"), height),
    bottom: within(plot.valToPos(brush.y[0], "y"), height),
  }
  const { left, right, top, bottom } = sides ?? { left: 0, right: 0, top: 0, bottom: 0 }
  plot.setSelect({ left, top, width: right - left, height: bottom - top }, false)
}

/** The point nearest to a place, unless all of them are far away. */
function nearest(plot: uPlot, { x, y }: ScatterContent, left: number, top: number): number | null {
  let best: number | null = null
  let distance = NEAR
  for (let i = 0; i < x.values.length; i++) {
    const away = Math.abs(plot.valToPos(x.values[i]!, "x") - left)
    if (away >= distance) continue
    const far = Math.hypot(away, plot.valToPos(y.values[i]!, "y") - top)
    if (far < distance) {
      distance = far
      best = i
    }
  }
  return best
}

/** Lets a pointer drag a brush or click at a point; by touch, what starts sideways is a drag and not a scroll. */
function listen(plot: uPlot, latest: () => ScatterProps): void {
  const { over } = plot
  let start: readonly [left: number, top: number] | null = null
  const placeOf = (event: PointerEvent): readonly [number, number] => {
    const { left, top, width, height } = over.getBoundingClientRect()
    return [
      Math.min(width, Math.max(0, event.clientX - left)),
      Math.min(height, Math.max(0, event.clientY - top)),
    ]
  }
  over.addEventListener("pointerdown", event => {
    if (!event.isPrimary || event.button !== 0) return
    start = placeOf(event)
    over.setPointerCapture(event.pointerId)
  })
  over.addEventListener("pointermove", event => {
    if (start === null) return
    const [left, top] = placeOf(event)
    const [width, height] = [Math.abs(left - start[0]), Math.abs(top - start[1])]
    plot.setSelect({ left: Math.min(left, start[0]), top: Math.min(top, start[1]), width, height }, false)
  })
  over.addEventListener("pointercancel", () => {
    start = null
    frameBrush(plot, latest().brush)
  })
  over.addEventListener("pointerup", event => {
    if (start === null) return
    const [from, to] = [start, placeOf(event)]
    start = null
    const props = latest()
    if (Math.hypot(to[0] - from[0], to[1] - from[1]) < CLICK) {
      frameBrush(plot, props.brush)
      props.onPick(nearest(plot, props, ...to))
      return
    }
    const value = (at: number, scale: string): number => plot.posToVal(at, scale)
    props.onBrush({
      x: [value(Math.min(from[0], to[0]), "x"), value(Math.max(from[0], to[0]), "x")],
      y: [value(Math.max(from[1], to[1]), "y"), value(Math.min(from[1], to[1]), "y")],
    })
  })
}

/** The scatter. Ten thousand points are drawn within some milliseconds. */
export function Scatter(props: ScatterProps): JSX.Element {
  const { x, y, coloring, front, isXMaximized, marks, brush } = props
  const frame = useRef<HTMLDivElement>(null)
  const plot = useRef<uPlot | null>(null)
  const drawn = useRef<DrawnAxes>({ x: [], y: [] })
  const latest = useRef(props)
  latest.current = props

  useLayoutEffect(() => {
    const parent = frame.current!
    const made = makeScatterPlot(parent, HEIGHT, latest.current, drawn.current, own =>
      frameBrush(own, latest.current.brush),
    )
    listen(made, () => latest.current)
    const observer = new ResizeObserver(() => {
      const { clientWidth } = parent
      if (clientWidth > 0 && clientWidth !== made.width) made.setSize({ width: clientWidth, height: HEIGHT })
    })
    observer.observe(parent)
    plot.current = made
    return () => {
      observer.disconnect()
      made.destroy()
      plot.current = null
    }
  }, [x, y, coloring, front, isXMaximized, marks, colorScheme.value])
  // Not before it was drawn: until then it has no scales.
  useLayoutEffect(() => {
    if (plot.current?.status === 1) frameBrush(plot.current, brush)
  }, [brush])

  return (
    <figure class="chart scatter">
      <figcaption>{props.title}</figcaption>
      <div ref={frame} class="chart-plot" role="img" aria-label={props.spoken} />
      <ColorKey coloring={coloring} />
      <div class="button-row">
        <DownloadButton
          label="Save as SVG"
          name={`${props.name}.svg`}
          type="image/svg+xml"
          content={() => scatterSvg(latest.current, drawn.current, props.title, props.note)}
        />
        {props.children}
      </div>
    </figure>
  )
}
