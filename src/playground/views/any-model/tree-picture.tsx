/** A tree to move in: drawn, zoomed, unfolded by click or by key, with the path of a row lit. */

import type { JSX } from "preact"
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "preact/hooks"
import { DownloadButton } from "../../parts/download-button.tsx"
import { drawnSvg } from "../../parts/drawn-svg.ts"
import { type NamedTree, nodeSpoken, nodeStatistics, nodeTitle } from "./node-text.ts"
import {
  NODE_HEIGHT,
  NODE_WIDTH,
  type PlacedNode,
  pathTo,
  placeNodes,
  type TreeShape,
  unfoldedAtFirst,
} from "./tree-layout.ts"
import { usePanZoom } from "./use-pan-zoom.ts"

export interface TreePictureProps {
  /** For who hears it, and above the picture in the SVG file. */
  readonly label: string
  /** Name of the SVG file, without its ending. */
  readonly name: string
  readonly tree: NamedTree
  readonly shape: TreeShape
  /** The leaf that the row at hand ends in; -1 while that is not known. */
  readonly leaf: number
}

/** More nodes than these are not drawn at once. */
const MOST_UNFOLDED = 2000
/** Characters that fit into a node. */
const TITLE_CHARACTERS = 26
const MARGIN = 24
/** Smaller, nobody reads it. */
const LEAST_FIT = 0.5

function clipped(text: string): string {
  return text.length > TITLE_CHARACTERS ? `${text.slice(0, TITLE_CHARACTERS - 1)}…` : text
}

interface EdgeProps {
  readonly from: PlacedNode
  readonly to: PlacedNode
  readonly isLit: boolean
  readonly isMissing: boolean
}

function Edge({ from, to, isLit, isMissing }: EdgeProps): JSX.Element {
  const [x, middle] = [from.x + NODE_WIDTH, (from.x + NODE_WIDTH + to.x) / 2]
  return (
    <>
      <path
        class={isLit ? "tree-edge is-lit" : "tree-edge"}
        d={`M${x},${from.y}C${middle},${from.y} ${middle},${to.y} ${to.x},${to.y}`}
      />
      {isMissing && (
        <text class="tree-missing" x={to.x - 5} y={to.y + (to.y < from.y ? -5 : 12)}>
          missing
        </text>
      )}
    </>
  )
}

interface NodeProps {
  readonly tree: NamedTree
  readonly placed: PlacedNode
  /** Nodes that are folded away below it. */
  readonly numHidden: number
  readonly isUnfolded: boolean
  readonly isLit: boolean
  readonly isStop: boolean
  readonly onToggle: () => void
  readonly onFocus: () => void
}

function TreeNode(props: NodeProps): JSX.Element {
  const { tree, placed, numHidden, isUnfolded, isLit, isStop, onToggle, onFocus } = props
  const { node, depth, x, y } = placed
  const isSplit = tree.nodes.leftChildren[node]! >= 0
  const statistics = nodeStatistics(tree.nodes, node)
  const spoken = nodeSpoken(tree, node)
  return (
    <g
      class={`tree-node ${isSplit ? "is-split" : "is-leaf"}${isLit ? " is-lit" : ""}`}
      transform={`translate(${x},${y - NODE_HEIGHT / 2})`}
      role="treeitem"
      aria-level={depth + 1}
      {...(isSplit ? { "aria-expanded": isUnfolded } : {})}
      tabIndex={isStop ? 0 : -1}
      data-node={node}
      onClick={onToggle}
      onFocus={onFocus}
    >
      <title>
        {spoken}
        {isLit && "; on the row’s path"}
      </title>
      <rect width={NODE_WIDTH} height={NODE_HEIGHT} rx={isSplit ? 6 : 18} />
      <text x={NODE_WIDTH / 2} y={statistics === "" ? 26 : 18}>
        {clipped(nodeTitle(tree, node))}
      </text>
      <text class="tree-statistics" x={NODE_WIDTH / 2} y={33}>
        {statistics}
      </text>
      {numHidden > 0 && (
        <text class="tree-folded" x={NODE_WIDTH + 6} y={NODE_HEIGHT / 2 + 4}>
          +{numHidden}
        </text>
      )}
    </g>
  )
}

/** The picture. Made anew for another tree. */
export function TreePicture({ label, name, tree, shape, leaf }: TreePictureProps): JSX.Element {
  const { nodes } = tree
  const frame = useRef<SVGSVGElement>(null)
  const drawing = useRef<SVGGElement>(null)
  const { camera, setCamera, zoomBy, panBy } = usePanZoom(frame)
  const [unfolded, setUnfolded] = useState<ReadonlySet<number>>(() => unfoldedAtFirst(nodes, shape))
  const [stop, setStop] = useState(0)
  const placed = useMemo(() => placeNodes(nodes, unfolded), [nodes, unfolded])
  const byNode = useMemo(() => new Map(placed.map(at => [at.node, at])), [placed])
  const path = useMemo(() => new Set(leaf < 0 ? [] : pathTo(shape, leaf)), [shape, leaf])

  const fit = (): void => {
    const { clientWidth, clientHeight } = frame.current!
    const rows = placed.map(({ y }) => y)
    const [top, bottom] = [Math.min(...rows) - NODE_HEIGHT / 2, Math.max(...rows) + NODE_HEIGHT / 2]
    const width = Math.max(...placed.map(({ x }) => x)) + NODE_WIDTH + MARGIN
    const ratio = Math.min((clientWidth - 2 * MARGIN) / width, (clientHeight - 2 * MARGIN) / (bottom - top))
    const zoom = Math.min(1, Math.max(LEAST_FIT, ratio))
    // What is too large for its frame shows its root.
    const isWhole = zoom <= ratio
    const middle = isWhole ? (top + bottom) / 2 : 0
    setCamera({ x: MARGIN, y: clientHeight / 2 - middle * zoom, zoom })
  }
  useLayoutEffect(fit, [])

  /** Puts a node where it can be seen. */
  const show = ({ x, y }: PlacedNode): void => {
    const { clientWidth, clientHeight } = frame.current!
    const { zoom } = camera
    const [left, top] = [camera.x + x * zoom, camera.y + y * zoom]
    const right = left + NODE_WIDTH * zoom
    const moveX = left < MARGIN ? MARGIN - left : Math.min(0, clientWidth - MARGIN - right)
    const moveY = Math.max(0, 2 * MARGIN - top) + Math.min(0, clientHeight - 2 * MARGIN - top)
    panBy(moveX, moveY)
  }
  const isFirst = useRef(true)
  useEffect(() => {
    // Only when somebody moved to it: the picture takes no focus by itself.
    if (!isFirst.current)
      frame.current!.querySelector<SVGGElement>(`[data-node="${stop}"]`)?.focus({ preventScroll: true })
    isFirst.current = false
  }, [stop])
  const go = (to: PlacedNode | undefined): void => {
    if (to === undefined) return
    setStop(to.node)
    show(to)
  }
  /** Folds or unfolds; the node stays where it is in the frame. */
  const change = (next: ReadonlySet<number>, still: number): void => {
    const before = byNode.get(still)!
    const after = placeNodes(nodes, next).find(({ node }) => node === still)
    if (after !== undefined) panBy(0, (before.y - after.y) * camera.zoom)
    setUnfolded(next)
  }
  const toggle = (node: number): void => {
    setStop(node)
    if (nodes.leftChildren[node]! < 0) return
    const next = new Set(unfolded)
    if (!next.delete(node)) next.add(node)
    change(next, node)
  }
  const unfoldPath = (): void => {
    const next = new Set([...unfolded, ...[...path].filter(node => node !== leaf)])
    setUnfolded(next)
    const end = placeNodes(nodes, next).find(({ node }) => node === leaf)
    if (end === undefined) return
    const { clientWidth, clientHeight } = frame.current!
    const { zoom } = camera
    setCamera({
      x: Math.min(MARGIN, clientWidth - MARGIN - (end.x + NODE_WIDTH) * zoom),
      y: clientHeight / 2 - end.y * zoom,
      zoom,
    })
    setStop(leaf)
  }
  const numSplits = nodes.leftChildren.reduce((count, left) => count + (left < 0 ? 0 : 1), 0)
  const unfoldAll = (): void =>
    change(new Set([...nodes.leftChildren.keys()].filter(node => nodes.leftChildren[node]! >= 0)), 0)

  const press = (event: KeyboardEvent): void => {
    const at = placed.findIndex(({ node }) => node === stop)
    const isUnfolded = unfolded.has(stop)
    const isSplit = nodes.leftChildren[stop]! >= 0
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(placed[at + 1]),
      ArrowUp: () => go(placed[at - 1]),
      ArrowRight: () => (isSplit && !isUnfolded ? toggle(stop) : isSplit && go(placed[at + 1])),
      ArrowLeft: () => (isUnfolded ? toggle(stop) : go(byNode.get(shape.parents[stop]!))),
      Home: () => go(placed[0]),
      End: () => go(placed.at(-1)),
      Enter: () => toggle(stop),
      " ": () => toggle(stop),
      "+": () => zoomBy(1.25),
      "-": () => zoomBy(0.8),
      "0": fit,
    }
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  return (
    <>
      <div class="button-row">
        <button type="button" class="quiet" onClick={() => zoomBy(1.25)}>
          Zoom in
        </button>
        <button type="button" class="quiet" onClick={() => zoomBy(0.8)}>
          Zoom out
        </button>
        <button type="button" class="quiet" onClick={fit}>
          Whole tree
        </button>
        <button type="button" class="quiet" disabled={leaf < 0} onClick={unfoldPath}>
          The row’s path
        </button>
        <button
          type="button"
          class="quiet"
          disabled={nodes.numNodes > MOST_UNFOLDED || unfolded.size === numSplits}
          onClick={unfoldAll}
        >
          Unfold all
        </button>
        <button type="button" class="quiet" onClick={() => change(unfoldedAtFirst(nodes, shape), 0)}>
          Fold
        </button>
        <DownloadButton
          label="Save as SVG"
          name={`${name}.svg`}
          type="image/svg+xml"
          content={() => drawnSvg(drawing.current!, [label])}
        />
      </div>
      <div role="tree" aria-label={label} onKeyDown={press}>
        <svg ref={frame} class="tree-picture" role="presentation">
          <g ref={drawing} transform={`translate(${camera.x},${camera.y}) scale(${camera.zoom})`}>
            {placed.map(to => {
              const from = byNode.get(to.parent)
              if (from === undefined) return null
              const isLeft = nodes.leftChildren[from.node] === to.node
              return (
                <Edge
                  key={`edge ${to.node}`}
                  from={from}
                  to={to}
                  isLit={path.has(to.node)}
                  isMissing={(nodes.defaultLeft[from.node] === 1) === isLeft}
                />
              )
            })}
            {placed.map(at => (
              <TreeNode
                key={at.node}
                tree={tree}
                placed={at}
                numHidden={unfolded.has(at.node) ? 0 : shape.numBelow[at.node]!}
                isUnfolded={unfolded.has(at.node)}
                isLit={path.has(at.node)}
                isStop={byNode.has(stop) ? at.node === stop : at.node === 0}
                onToggle={() => toggle(at.node)}
                onFocus={() => setStop(at.node)}
              />
            ))}
          </g>
        </svg>
      </div>
    </>
  )
}
