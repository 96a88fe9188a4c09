/** The cell as a graph: every edge carries an operation, and is where one changes it. */

import type { JSX } from "preact"
import { useRef, useState } from "preact/hooks"
import {
  type Configuration,
  type Edge,
  edges,
  isConnected,
  type OperationIndex,
  operations,
  toNasBench201String,
} from "../../../entries/index.web.ts"
import { DownloadButton } from "../../parts/download-button.tsx"
import { drawnSvg } from "../../parts/drawn-svg.ts"
import { announce } from "../../state/announcement.ts"
import { HEIGHT, labelSpot, nodes, WIDTH } from "./cell-layout.ts"
import { OperationMenu } from "./operation-menu.tsx"

export interface CellGraphProps {
  readonly configuration: Configuration
  readonly onChange: (name: Edge["name"], operation: OperationIndex) => void
}

interface EdgeProps {
  readonly edge: Edge
  readonly operation: OperationIndex
  readonly isOpen: boolean
  /** Of six edges one is reached by the tab key; arrows lead to the others. */
  readonly tabIndex: 0 | -1
  readonly onOpen: () => void
  readonly onFocus: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** Nodes as upstream counts them, from 1. */
function titleOf({ name, from, to }: Edge): string {
  return `${name}, node ${from + 1} to ${to + 1}`
}

function EdgeOf({ edge, operation, isOpen, tabIndex, onOpen, onFocus, onKeyDown }: EdgeProps): JSX.Element {
  const [a, b] = [nodes[edge.from]!, nodes[edge.to]!]
  const label = labelSpot(edge)
  const { name } = operations[operation]!
  const width = 7 * name.length + 16
  return (
    // biome-ignore lint/a11y/useSemanticElements: there are no buttons inside of an SVG
    <g
      class={`edge operation-${operation}`}
      role="button"
      tabIndex={tabIndex}
      data-edge={edge.name}
      aria-haspopup="menu"
      aria-expanded={isOpen}
      aria-label={`${titleOf(edge)}: ${name}`}
      onClick={onOpen}
      onFocus={onFocus}
      onKeyDown={onKeyDown}
    >
      <line class="edge-reach" x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
      <line class="edge-line" x1={a.x} y1={a.y} x2={b.x} y2={b.y} />
      <rect x={label.x - width / 2} y={label.y - 12} width={width} height={24} rx={12} />
      <text x={label.x} y={label.y + 4}>
        {name}
      </text>
    </g>
  )
}

/** The graph, and the menu of the edge that was clicked. */
export function CellGraph({ configuration, onChange }: CellGraphProps): JSX.Element {
  const frame = useRef<HTMLDivElement>(null)
  const picture = useRef<SVGSVGElement>(null)
  const [current, setCurrent] = useState(0)
  const [open, setOpen] = useState<Edge | null>(null)
  const focusEdge = (at: number): void => {
    const next = (at + edges.length) % edges.length
    setCurrent(next)
    frame.current?.querySelector<SVGElement>(`[data-edge="${edges[next]!.name}"]`)?.focus()
  }
  const choose = (edge: Edge, operation: number): void => {
    const index = ((operation + operations.length) % operations.length) as OperationIndex
    onChange(edge.name, index)
    announce(`${titleOf(edge)}: ${operations[index]!.name}`)
  }
  const key = (event: KeyboardEvent, edge: Edge, at: number): void => {
    const now = configuration[edge.name]
    const digit = Number(event.key)
    if (event.key === "ArrowRight") focusEdge(at + 1)
    else if (event.key === "ArrowLeft") focusEdge(at - 1)
    else if (event.key === "ArrowUp") choose(edge, now - 1)
    else if (event.key === "ArrowDown") choose(edge, now + 1)
    else if (event.key === "Enter" || event.key === " ") setOpen(edge)
    else if (digit >= 1 && digit <= operations.length) choose(edge, digit - 1)
    else return
    event.preventDefault()
  }
  const close = (): void => {
    if (open !== null) focusEdge(edges.indexOf(open))
    setOpen(null)
  }
  return (
    <div class="cell" ref={frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: a picture cannot be a fieldset */}
      <svg
        ref={picture}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        role="group"
        aria-label="The cell: six edges, each with an operation"
      >
        {edges.map((edge, at) => (
          <EdgeOf
            key={edge.name}
            edge={edge}
            operation={configuration[edge.name]}
            isOpen={open === edge}
            tabIndex={at === current ? 0 : -1}
            onOpen={() => setOpen(open === edge ? null : edge)}
            onFocus={() => setCurrent(at)}
            onKeyDown={event => key(event, edge, at)}
          />
        ))}
        {nodes.map(({ x, y }, node) => (
          <g key={`${x} ${y}`} class="node">
            <circle cx={x} cy={y} r={16} />
            <text x={x} y={y + 4}>
              {node === 0 ? "in" : node === nodes.length - 1 ? "out" : node + 1}
            </text>
          </g>
        ))}
      </svg>
      {open && (
        <OperationMenu
          key={open.name}
          title={titleOf(open)}
          spot={labelSpot(open)}
          chosen={configuration[open.name]}
          onChoose={operation => {
            choose(open, operation)
            close()
          }}
          onClose={close}
        />
      )}
      <p class="cell-hint">
        {isConnected(configuration)
          ? "Click an edge, or focus one: ↑ ↓ or 1–5 change it, ← → go on to the next."
          : "No path leads from input to output: what the network answers does not depend on the image."}
      </p>
      <DownloadButton
        label="Save the cell as SVG"
        name="cell.svg"
        type="image/svg+xml"
        content={() => drawnSvg(picture.current!, ["A cell", toNasBench201String(configuration)])}
      />
    </div>
  )
}
