/**
 * The order in which the nodes of a deep tree lie: blocks of three levels, which a cache line of 64 bytes holds, so
 * that a walk of six levels meets two or three lines instead of six. Any order serves the walk in which siblings
 * are neighbours and come after their parent.
 */

/** One tree in level order, as scratch that is used again for the next one. */
export class DeepOrder {
  /** Per node of the tree: its depth, and its left child or 0. */
  readonly depths: Uint16Array
  readonly leftChildren: Int32Array
  numNodes = 0
  /** Nodes in their new order, and how many there are. */
  readonly nodes: Int32Array
  length = 0
  /** Place of each node in the new order; only of those that are in it. */
  readonly places: Int32Array
  private readonly pending: Int32Array

  /** @param maxNodes of the largest tree */
  constructor(maxNodes: number) {
    this.depths = new Uint16Array(maxNodes)
    this.leftChildren = new Int32Array(maxNodes)
    this.nodes = new Int32Array(maxNodes)
    this.places = new Int32Array(maxNodes)
    this.pending = new Int32Array(maxNodes)
  }

  get maxDepth(): number {
    return this.depths[this.numNodes - 1]
  }

  /**
   * Takes a tree, and orders what is not within its first levels. Leaves above them are kept, too.
   *
   * @param splitNumbers of all trees, numSplits for a leaf
   */
  take(splitNumbers: Int32Array, begin: number, end: number, numSplits: number, topDepth: number): void {
    const { depths, leftChildren } = this
    this.numNodes = end - begin
    this.length = 0
    let child = 1
    for (let node = 0; node < this.numNodes; node++) {
      const isSplit = splitNumbers[begin + node] < numSplits
      leftChildren[node] = isSplit ? child : 0
      if (!isSplit) continue
      depths[child++] = depths[node] + 1
      depths[child++] = depths[node] + 1
    }
    for (let node = 0; node < this.numNodes && depths[node] <= topDepth; node++) {
      if (depths[node] === topDepth || leftChildren[node] === 0) this.orderBelow(node)
    }
  }

  /** A node and everything below it: its block first, then the blocks of the pairs below that from left to right. */
  private orderBelow(root: number): void {
    const { nodes, leftChildren, pending } = this
    let numPending = 0
    let begin = this.length
    this.push(root)
    // The first block has a level more: fifteen words.
    for (let levels = 3; ; levels = 2) {
      for (let level = 0; level < levels; level++) {
        const end = this.length
        for (let at = begin; at < end; at++) this.pushChildren(nodes[at])
        begin = end
      }
      for (let at = this.length - 1; at >= begin; at--) {
        if (leftChildren[nodes[at]] > 0) pending[numPending++] = leftChildren[nodes[at]]
      }
      if (numPending === 0) return
      const next = pending[--numPending]
      begin = this.length
      this.push(next)
      this.push(next + 1)
    }
  }

  private push(node: number): void {
    this.places[node] = this.length
    this.nodes[this.length++] = node
  }

  private pushChildren(node: number): void {
    const left = this.leftChildren[node]
    if (left === 0) return
    this.push(left)
    this.push(left + 1)
  }
}
