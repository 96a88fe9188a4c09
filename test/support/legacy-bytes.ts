/** Models in XGBoost's legacy binary format, written byte by byte for the tests of its reader. */

/** A node: parent word, left child, right child, split word, threshold or leaf value. */
type LegacyNode = readonly [
  parent: number,
  left: number,
  right: number,
  split: number,
  value: number,
  statistics?: readonly [gain: number, hessian: number, weight: number],
]

export interface LegacyTree {
  readonly nodes: readonly LegacyNode[]
  readonly numRoots?: number
  readonly numNodes?: number
  readonly numDeleted?: number
  readonly sizeLeafVector?: number
}

/** What a file says; everything but the trees has a default. Counts may lie. */
export interface LegacyModel {
  readonly magic?: string
  readonly isBigEndian?: boolean
  readonly baseScore?: number
  readonly numFeatures?: number
  readonly numClass?: number
  readonly numTarget?: number
  readonly version?: readonly [major: number, minor: number]
  readonly objective?: string
  readonly booster?: string
  readonly trees?: readonly LegacyTree[]
  readonly numTrees?: number
  readonly numParallelTree?: number
  readonly numBuffered?: number
  readonly sizeLeafVector?: number
  readonly treeInfo?: readonly number[]
  /** DART's weights. */
  readonly weightDrop?: readonly number[]
  /** gblinear's weights. */
  readonly weights?: readonly number[]
  /** Left out, together with its flag, where it is null. */
  readonly attributes?: readonly (readonly [key: string, value: string])[] | null
  /** Only before 1.0. */
  readonly maxDeltaStep?: string
  readonly metrics?: readonly string[]
  /** Bytes behind all the rest. */
  readonly tail?: Uint8Array
}

class Bytes {
  private readonly parts: number[] = []
  private readonly isLittle: boolean

  constructor(isLittle: boolean) {
    this.isLittle = isLittle
  }

  private put(size: number, write: (view: DataView) => void): void {
    const view = new DataView(new ArrayBuffer(size))
    write(view)
    this.raw(new Uint8Array(view.buffer))
  }

  raw(bytes: Iterable<number>): void {
    for (const byte of bytes) this.parts.push(byte)
  }

  int(...values: readonly number[]): void {
    for (const value of values) this.put(4, view => view.setInt32(0, value, this.isLittle))
  }

  float(...values: readonly number[]): void {
    for (const value of values) this.put(4, view => view.setFloat32(0, value, this.isLittle))
  }

  count(value: number): void {
    this.put(8, view => view.setBigUint64(0, BigInt(value), this.isLittle))
  }

  text(value: string): void {
    const bytes = new TextEncoder().encode(value)
    this.count(bytes.length)
    this.raw(bytes)
  }

  done(): Uint8Array {
    return Uint8Array.from(this.parts)
  }
}

const zeros = (count: number): number[] => new Array<number>(count).fill(0)

/** A tree of one split of feature 1 at 0.25, with leaves -1 and 2; missing values go left. */
export const STUMP: LegacyTree = {
  nodes: [
    [-1, 1, 2, 0x80000001, 0.25, [8, 10, 0.5]],
    [0x80000000, -1, -1, 0, -1, [0, 4, -2]],
    [0, -1, -1, 0, 2, [0, 6, 4]],
  ],
}

/** Writes a model; by default a regression of 1.7 on two features with one stump. */
export function legacyBytes(model: LegacyModel = {}): Uint8Array {
  const { version = [1, 7], booster = "gbtree", objective = "reg:squarederror", attributes = [] } = model
  const { trees = [STUMP], metrics } = model
  const out = new Bytes(model.isBigEndian !== true)
  out.raw(new TextEncoder().encode(model.magic ?? "binf"))
  out.float(model.baseScore ?? 0.5)
  out.int(model.numFeatures ?? 2, model.numClass ?? 0, attributes === null ? 0 : 1, metrics ? 1 : 0)
  out.int(...version, model.numTarget ?? 1, 1, ...zeros(25))
  out.text(objective)
  out.text(booster)
  if (booster === "gblinear") {
    const weights = model.weights ?? [1, -2, 0.5]
    out.int(...zeros(34))
    out.count(weights.length)
    out.float(...weights)
  } else {
    out.int(model.numTrees ?? trees.length, model.numParallelTree ?? 1, 0, 0)
    out.int(model.numBuffered ?? 0, 0, 0, model.sizeLeafVector ?? 0, ...zeros(32))
    for (const { nodes, numRoots = 1, numNodes = nodes.length, ...tree } of trees) {
      out.int(numRoots, numNodes, tree.numDeleted ?? 0, 0, 0, tree.sizeLeafVector ?? 0, ...zeros(31))
      for (const [parent, left, right, split, value] of nodes) {
        out.int(parent, left, right, split)
        out.float(value)
      }
      for (const [, , , , , statistics = [0, 0, 0]] of nodes) {
        out.float(...statistics)
        out.int(0)
      }
    }
    out.int(...(model.treeInfo ?? trees.map(() => 0)))
    if (model.weightDrop) {
      out.count(model.weightDrop.length)
      out.float(...model.weightDrop)
    }
  }
  if (attributes !== null) {
    out.count(attributes.length)
    for (const pair of attributes) for (const text of pair) out.text(text)
  }
  if (model.maxDeltaStep !== undefined) out.text(model.maxDeltaStep)
  if (metrics && version[0] === 0) {
    out.count(metrics.length)
    for (const metric of metrics) out.text(metric)
  }
  out.raw(model.tail ?? [])
  return out.done()
}

/** Bytes one after another. */
export function glue(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap(part => Array.from(part)))
}
