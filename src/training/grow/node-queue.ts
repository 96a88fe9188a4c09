/** The nodes that may be split, in the order in which they are: by depth, or by gain. */

/** What the order depends on. */
interface Queued {
  readonly node: number
  readonly split: { readonly gain: number }
}

export class NodeQueue<Node extends Queued> {
  private readonly byGain: boolean
  private readonly nodes: Node[] = []
  private head = 0

  constructor(byGain: boolean) {
    this.byGain = byGain
  }

  push(node: Node): void {
    const { nodes } = this
    // Nodes come level by level, and within a level by their number: first in, first out.
    if (!this.byGain) {
      nodes.push(node)
      return
    }
    let low = 0
    let high = nodes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const other = nodes[middle]
      const isLater =
        other.split.gain > node.split.gain || (other.split.gain === node.split.gain && other.node < node.node)
      if (isLater) high = middle
      else low = middle + 1
    }
    nodes.splice(low, 0, node)
  }

  pop(): Node | undefined {
    return this.byGain ? this.nodes.pop() : this.nodes[this.head++]
  }
}
