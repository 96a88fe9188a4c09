/** Category sets of a file, slice by slice, to the sorted sets that a walk searches. */

import { ModelFormatError } from "../errors.ts"
import type { CategorySets, ParsedTree } from "../formats/parsed-model.ts"
import type { CategoricalSplits } from "./flat-forest.ts"

/** Categories are float32 values: above this, integers are no longer told apart. */
const MAX_CATEGORY = 16_777_215

/** Collects the sets of a forest's categorical splits. */
export class CategorySetBuilder {
  private readonly source: string
  private readonly setOf: Int32Array
  private readonly offsets: number[] = [0]
  private readonly members: number[] = []

  /** @param numNodes nodes of the forest at most */
  constructor(numNodes: number, source: string) {
    this.source = source
    this.setOf = new Int32Array(numNodes).fill(-1)
  }

  private fail(path: string, what: string, expected: string, actual: string): never {
    throw new ModelFormatError({ source: this.source, path, what, expected, actual })
  }

  /**
   * Which entry of a tree's `categories_nodes` each of its nodes has.
   *
   * @returns per node: the entry, or -1; null for trees without categorical splits
   */
  entries(tree: ParsedTree, index: number): Int32Array | null {
    const sets = tree.categories
    if (sets === null) return null
    const path = `trees[${index}].categories`
    const { nodes, segments, sizes, categories } = sets
    if (segments.length !== nodes.length || sizes.length !== nodes.length) {
      const actual = `${segments.length} segments, ${sizes.length} sizes`
      this.fail(path, "length mismatch", `${nodes.length} segments and sizes`, actual)
    }
    const entryOf = new Int32Array(tree.numNodes).fill(-1)
    for (let entry = 0; entry < nodes.length; entry++) {
      const [node, begin, size] = [nodes[entry], segments[entry], sizes[entry]]
      if (node < 0 || node >= tree.numNodes || entryOf[node] >= 0) {
        this.fail(
          `${path}_nodes[${entry}]`,
          "node out of range or twice",
          `0..${tree.numNodes - 1}`,
          `${node}`,
        )
      }
      if (begin < 0 || size < 0 || begin + size > categories.length) {
        const actual = `${size} from ${begin}`
        this.fail(`${path}_segments[${entry}]`, "segment out of range", `within ${categories.length}`, actual)
      }
      entryOf[node] = entry
    }
    return entryOf
  }

  /** Adds the set of one node. `place` is the node's index in the forest. */
  add(sets: CategorySets, entry: number, path: string, place: number): void {
    if (entry < 0)
      this.fail(path, "categorical split without its categories", "an entry in categories_nodes", "none")
    const begin = sets.segments[entry]
    const set = sets.categories.slice(begin, begin + sets.sizes[entry]).sort()
    for (const category of set) {
      if (category < 0 || category > MAX_CATEGORY) {
        this.fail(path, "category out of range", `0..${MAX_CATEGORY}`, `${category}`)
      }
      this.members.push(category)
    }
    this.setOf[place] = this.offsets.length - 1
    this.offsets.push(this.members.length)
  }

  /** @returns the sets; null where there are none */
  build(): CategoricalSplits | null {
    if (this.offsets.length === 1) return null
    const { setOf } = this
    return { setOf, setOffsets: Int32Array.from(this.offsets), members: Int32Array.from(this.members) }
  }
}
