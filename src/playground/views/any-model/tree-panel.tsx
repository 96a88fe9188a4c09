/** The model's trees, one at a time. */

import type { JSX } from "preact"
import { useState } from "preact/hooks"
import type { TreeNodes } from "../../../entries/trees.ts"
import { engine } from "../../engine/the-engine.ts"
import { formatNumber } from "../../parts/format-number.ts"
import { LazyTable } from "../../parts/lazy-table.tsx"
import { Problem } from "../../parts/problem.tsx"
import { useAnswer } from "../../state/use-answer.ts"
import type { ModelFacts } from "./facts.ts"
import { type NamedTree, nodeTitle } from "./node-text.ts"
import { askModel } from "./state.ts"
import { shapeOf, type TreeShape } from "./tree-layout.ts"
import { TreePicture } from "./tree-picture.tsx"
import type { AnsweredRow } from "./use-row-answer.ts"

export interface TreePanelProps {
  readonly facts: ModelFacts
  readonly answer: AnsweredRow | null
}

interface ShownTree {
  readonly index: number
  readonly nodes: TreeNodes
  readonly shape: TreeShape
}

interface NumberProps {
  readonly tree: number
  readonly numTrees: number
  readonly onChoose: (tree: number) => void
}

function TreeNumber({ tree, numTrees, onChoose }: NumberProps): JSX.Element {
  const [typed, setTyped] = useState<string | null>(null)
  const enter = (): void => {
    const number = Math.round(Number(typed))
    if (typed !== null && typed.trim() !== "" && Number.isFinite(number)) {
      onChoose(Math.min(numTrees - 1, Math.max(0, number)))
    }
    setTyped(null)
  }
  return (
    <div class="tree-number">
      <button type="button" class="quiet" disabled={tree === 0} onClick={() => onChoose(tree - 1)}>
        Tree before
      </button>
      <label>
        <span>Tree, 0 to {numTrees - 1}</span>
        <input
          type="text"
          inputMode="numeric"
          value={typed ?? String(tree)}
          onInput={event => setTyped(event.currentTarget.value)}
          onBlur={enter}
          onKeyDown={event => event.key === "Enter" && enter()}
        />
      </label>
      <button type="button" class="quiet" disabled={tree === numTrees - 1} onClick={() => onChoose(tree + 1)}>
        Next tree
      </button>
    </div>
  )
}

function nodeRows(tree: NamedTree): readonly (readonly (string | number)[])[] {
  const { numNodes, nodeIds, leftChildren, defaultLeft, gains, covers } = tree.nodes
  const ids = Array.from(nodeIds)
  return ids.slice(0, numNodes).map((id, node) => {
    const left = leftChildren[node]!
    const isSplit = left >= 0
    return [
      id,
      nodeTitle(tree, node),
      isSplit ? ids[left]! : "",
      isSplit ? ids[left + 1]! : "",
      isSplit ? ids[left + (defaultLeft[node] === 1 ? 0 : 1)]! : "",
      isSplit ? (gains?.[node] ?? "") : "",
      covers?.[node] ?? "",
    ]
  })
}

function treeText(
  { description: { numRounds, numTrees, numOutputs } }: ModelFacts,
  { index, nodes }: ShownTree,
): string {
  const round = Math.floor((index * numRounds) / numTrees)
  const output =
    numOutputs === 1 ? "" : nodes.leafLength > 1 ? ", for all outputs" : `, for output ${nodes.output}`
  return `Tree ${index} of round ${round}${output}: ${formatNumber(nodes.numNodes)} nodes`
}

/** The panel. */
export function TreePanel({ facts, answer }: TreePanelProps): JSX.Element {
  const [tree, setTree] = useState(0)
  const { answer: shown, error } = useAnswer(`tree ${tree}`, async (signal): Promise<ShownTree> => {
    const nodes = await askModel(model => engine.ask("model", "tree", { model, tree }, { signal }))
    return { index: tree, nodes, shape: shapeOf(nodes) }
  })
  const named = shown && { nodes: shown.nodes, features: facts.features }
  const leafId = shown && answer?.leaves?.[shown.index]
  return (
    <section class="panel tree-panel" aria-label="Trees">
      <h2>Trees</h2>
      <TreeNumber tree={tree} numTrees={facts.description.numTrees} onChoose={setTree} />
      {error !== null && <Problem what="The tree could not be taken out." error={error} />}
      {shown && named && (
        <figure>
          <figcaption>{treeText(facts, shown)}</figcaption>
          <TreePicture
            key={shown.index}
            label={treeText(facts, shown)}
            name={`tree-${shown.index}`}
            tree={named}
            shape={shown.shape}
            leaf={leafId == null ? -1 : shown.nodes.nodeIds.indexOf(leafId)}
          />
          <p>
            <small>
              Up: the condition holds; down: it does not; missing values where it says so. A click or Enter
              unfolds, drags and arrow keys move, the wheel, two fingers, + and − zoom. The row’s path is lit.
            </small>
          </p>
          <LazyTable
            caption={`Nodes of tree ${shown.index}`}
            head={["node", "split or leaf", "yes", "no", "missing", "gain", "cover"]}
            rows={() => nodeRows(named)}
          />
        </figure>
      )}
    </section>
  )
}
