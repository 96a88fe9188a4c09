/** A priority queue: a binary heap (J. W. J. Williams, Heapsort, CACM 7, 1964). */

/** Gives back items from the first to the last of an order. */
export class EventQueue<Item> {
  private readonly items: Item[] = []
  private readonly isBefore: (a: Item, b: Item) => boolean

  /** @param isBefore a strict order without ties, so that what is given back does not depend on the heap */
  constructor(isBefore: (a: Item, b: Item) => boolean) {
    this.isBefore = isBefore
  }

  get length(): number {
    return this.items.length
  }

  /** The first item, which stays. */
  get first(): Item | undefined {
    return this.items[0]
  }

  push(item: Item): void {
    const { items, isBefore } = this
    let at = items.push(item) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!isBefore(item, items[parent])) break
      items[at] = items[parent]
      at = parent
    }
    items[at] = item
  }

  /** Takes the first item. */
  pop(): Item | undefined {
    const { items } = this
    const first = items[0]
    const last = items.pop()
    if (last !== undefined && items.length > 0) this.sink(last)
    return first
  }

  private sink(item: Item): void {
    const { items, isBefore } = this
    let at = 0
    for (;;) {
      let child = 2 * at + 1
      if (child >= items.length) break
      if (child + 1 < items.length && isBefore(items[child + 1], items[child])) child++
      if (!isBefore(items[child], item)) break
      items[at] = items[child]
      at = child
    }
    items[at] = item
  }
}
