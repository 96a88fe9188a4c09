/** What one does with a configuration that was found somewhere: look at it, or pin it. */

import type { JSX } from "preact"
import { announce } from "../state/announcement.ts"
import { isSamePoint, type Point } from "../state/point.ts"
import { lookAt, MOST_PINS, pins, showView, togglePin } from "../state/selection.ts"

export interface PointActionsProps {
  readonly point: Point
  /** Tells the point from others, for those who hear the buttons alone. */
  readonly name: string
}

/** Two buttons. */
export function PointActions({ point, name }: PointActionsProps): JSX.Element {
  const isPinned = pins.value.some(pin => isSamePoint(pin, point))
  const isFull = !isPinned && pins.value.length >= MOST_PINS
  const open = (): void => {
    lookAt(point)
    showView("explore")
  }
  const pin = (): void => {
    togglePin(point)
    announce(isPinned ? `${name}: the pin is gone` : `${name}: pinned`)
  }
  return (
    <span class="point-actions">
      <button type="button" class="quiet" onClick={open}>
        Explore<span class="hidden"> {name}</span>
      </button>
      <button
        type="button"
        class="quiet"
        aria-pressed={isPinned}
        disabled={isFull}
        title={isFull ? `There are ${MOST_PINS} pins: no more can be told apart` : undefined}
        onClick={pin}
      >
        {isPinned ? "Unpin" : "Pin"}
        <span class="hidden"> {name}</span>
      </button>
    </span>
  )
}
