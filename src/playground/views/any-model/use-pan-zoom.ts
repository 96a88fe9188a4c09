/** Moving in a picture that is larger than its frame: by drag, pinch and wheel. */

import type { RefObject } from "preact"
import { useEffect, useRef, useState } from "preact/hooks"

/** Where the picture's origin is in the frame, in CSS pixels, and how large it is drawn. */
interface Camera {
  readonly x: number
  readonly y: number
  readonly zoom: number
}

export interface PanZoom {
  readonly camera: Camera
  readonly setCamera: (camera: Camera) => void
  /** Larger or smaller around a place of the frame (default: its middle). */
  readonly zoomBy: (factor: number, at?: readonly [x: number, y: number]) => void
  readonly panBy: (x: number, y: number) => void
}

const LEAST_ZOOM = 0.05
const MOST_ZOOM = 3
/** Less is a click that trembled. */
const DRAG_PIXELS = 4

type Point = readonly [x: number, y: number]

/** Middle of some points, and how far they are from it. */
function spread(points: readonly Point[]): { readonly middle: Point; readonly size: number } {
  const middle = [0, 1].map(i => points.reduce((sum, point) => sum + point[i]!, 0) / points.length)
  const [x, y] = middle as unknown as Point
  const size = points.reduce((sum, point) => sum + Math.hypot(point[0] - x, point[1] - y), 0)
  return { middle: [x, y], size }
}

function zoomed({ x, y, zoom }: Camera, factor: number, [left, top]: Point): Camera {
  const next = Math.min(MOST_ZOOM, Math.max(LEAST_ZOOM, zoom * factor))
  const ratio = next / zoom
  return { x: left - (left - x) * ratio, y: top - (top - y) * ratio, zoom: next }
}

/** Follows pointers on a frame, and hands on what they do. */
function follow(frame: Element, move: (change: (camera: Camera) => Camera) => void): () => void {
  const controller = new AbortController()
  const { signal } = controller
  const pointers = new Map<number, Point>()
  let isDrag = false
  const pointOf = (event: MouseEvent): Point => {
    const { left, top } = frame.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }
  const listen = <Name extends keyof GlobalEventHandlersEventMap>(
    name: Name,
    listener: (event: GlobalEventHandlersEventMap[Name]) => void,
  ): void =>
    frame.addEventListener(name, listener as EventListener, { signal, passive: false, capture: true })
  listen("wheel", event => {
    event.preventDefault()
    const at = pointOf(event)
    move(camera => zoomed(camera, Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002)), at))
  })
  listen("pointerdown", event => {
    if (pointers.size === 0) isDrag = false
    pointers.set(event.pointerId, pointOf(event))
  })
  listen("pointermove", event => {
    const last = pointers.get(event.pointerId)
    if (last === undefined) return
    const now = pointOf(event)
    // Captured before, a click would be the frame's and no node's.
    if (!isDrag && Math.hypot(now[0] - last[0], now[1] - last[1]) < DRAG_PIXELS) return
    isDrag = true
    frame.setPointerCapture(event.pointerId)
    const before = spread([...pointers.values()])
    pointers.set(event.pointerId, now)
    const after = spread([...pointers.values()])
    const factor = before.size > 0 ? after.size / before.size : 1
    move(camera => {
      const { x, y, zoom } = zoomed(camera, factor, before.middle)
      return { x: x + after.middle[0] - before.middle[0], y: y + after.middle[1] - before.middle[1], zoom }
    })
  })
  const end = (event: PointerEvent): void => void pointers.delete(event.pointerId)
  listen("pointerup", end)
  listen("pointercancel", end)
  listen("click", event => isDrag && event.stopPropagation())
  return () => controller.abort()
}

/** @param frame what pointers are followed on */
export function usePanZoom(frame: RefObject<SVGSVGElement | null>): PanZoom {
  const [camera, setCamera] = useState<Camera>({ x: 0, y: 0, zoom: 1 })
  const latest = useRef(camera)
  const set = (next: Camera): void => {
    latest.current = next
    setCamera(next)
  }
  useEffect(() => follow(frame.current!, change => set(change(latest.current))), [])
  return {
    camera,
    setCamera: set,
    zoomBy: (factor, at) => {
      const { clientWidth, clientHeight } = frame.current!
      set(zoomed(latest.current, factor, at ?? [clientWidth / 2, clientHeight / 2]))
    },
    panBy: (x, y) => {
      const { current } = latest
      set({ x: current.x + x, y: current.y + y, zoom: current.zoom })
    },
  }
}
