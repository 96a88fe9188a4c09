/** The five operations, beside the edge that one of them is chosen for. */

import type { JSX } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"
import { type OperationIndex, operations } from "../../../entries/index.web.ts"
import { HEIGHT, type Spot, WIDTH } from "./cell-layout.ts"

export interface OperationMenuProps {
  /** Whose operation it is. */
  readonly title: string
  /** In the picture's units. */
  readonly spot: Spot
  readonly chosen: OperationIndex
  readonly onChoose: (operation: OperationIndex) => void
  readonly onClose: () => void
}

/** A menu: the focus is in it until it is closed. */
export function OperationMenu({ title, spot, chosen, onChoose, onClose }: OperationMenuProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null)
  const focus = (at: number): void => {
    const items = list.current!.querySelectorAll<HTMLElement>("button")
    items[(at + items.length) % items.length]!.focus()
  }
  // Only when it opens
  useLayoutEffect(() => focus(chosen), [])
  const key = (event: KeyboardEvent): void => {
    const items = [...list.current!.querySelectorAll("button")]
    const at = items.indexOf(document.activeElement as HTMLButtonElement)
    if (event.key === "ArrowDown") focus(at + 1)
    else if (event.key === "ArrowUp") focus(at - 1)
    else if (event.key === "Home") focus(0)
    else if (event.key === "End") focus(items.length - 1)
    else if (event.key === "Escape" || event.key === "Tab") onClose()
    else return
    event.preventDefault()
  }
  return (
    <>
      {/* Clicks beside the menu close it. */}
      <div class="menu-beside" aria-hidden="true" onPointerDown={onClose} />
      <div
        class="menu"
        role="menu"
        aria-label={title}
        ref={list}
        onKeyDown={key}
        style={{
          left: `${Math.min(62, (100 * spot.x) / WIDTH - 10)}%`,
          top: `${(70 * spot.y) / HEIGHT}%`,
        }}
      >
        {operations.map(({ index, name }) => (
          <button
            key={name}
            type="button"
            role="menuitemradio"
            aria-checked={index === chosen}
            tabIndex={-1}
            onClick={() => onChoose(index)}
          >
            <svg viewBox="0 0 28 10" aria-hidden="true" class={`operation-${index}`}>
              <line class="edge-line" x1={1} y1={5} x2={27} y2={5} />
            </svg>
            {name}
          </button>
        ))}
      </div>
    </>
  )
}
