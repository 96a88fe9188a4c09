/** Mutations that know what a JSON dump means, and aim at what a reader must check. */
import type { Random } from "../support/random.ts"
import { isRecord, type Value } from "./encode.ts"
import { mutateField, NUMBERS } from "./mutate-fields.ts"

type Fields = { [key: string]: Value }

const fields = (value: Value | undefined): Fields => (isRecord(value) ? value : {})
const list = (value: Value | undefined): Value[] => (Array.isArray(value) ? value : [])

const DUMP_MUTATIONS: readonly ((node: Fields, random: Random) => void)[] = [
  function nodeId(node, random) {
    node.nodeid = random.pick(NUMBERS)
  },
  function branch(node, random) {
    const targets = [
      node.yes ?? 0,
      node.no ?? 0,
      node.missing ?? 0,
      node.nodeid ?? 0,
      0,
      -1,
      99,
      null,
      "1",
      1.5,
    ]
    node[random.pick(["yes", "no", "missing"])] = random.pick(targets)
  },
  function swapBranches(node) {
    ;[node.yes, node.no] = [node.no ?? null, node.yes ?? null]
  },
  function splitName(node, random) {
    node.split = random.pick<Value>([
      "f0",
      "f1",
      "f2",
      "f3",
      "f99",
      "2",
      "f-1",
      "f1.5",
      "F1",
      "",
      "f0 ",
      1,
      null,
      "f2147483648",
    ])
  },
  function condition(node, random) {
    node.split_condition = random.chance(0.7)
      ? random.pick(NUMBERS)
      : random.pick<Value>([[1, 2], [], "1", null, true, ["a"]])
  },
  function noCondition(node) {
    delete node.split_condition
    delete node.missing
  },
  function leaf(node, random) {
    node.leaf = random.chance(0.6) ? random.pick(NUMBERS) : random.pick<Value>([[1, 2, 3], [], "1", null, {}])
  },
  function removeChild(node, random) {
    list(node.children).splice(random.below(2), 1)
  },
  function addChild(node) {
    list(node.children).push({ nodeid: 98, leaf: 1 })
  },
  function turnChildren(node) {
    list(node.children).reverse()
  },
  function ownChild(node) {
    list(node.children)[0] = structuredClone(node)
  },
  function noChildren(node) {
    delete node.children
  },
  function statistics(node, random) {
    node[random.pick(["gain", "cover"])] = random.pick<Value>([Number.NaN, -1, "1", null, [1]])
  },
  function linear(node) {
    for (const key of Object.keys(node)) delete node[key]
    node.bias = [1]
    node.weight = [1, 2, 3]
  },
  function deep(node) {
    for (let k = 0; k < 40; k++) {
      const kept = { ...node }
      for (const key of Object.keys(node)) delete node[key]
      const [leaf, below] = [2 * k + 1000, 2 * k + 1001]
      Object.assign(node, {
        nodeid: k + 5000,
        split: "f0",
        split_condition: k,
        yes: leaf,
        no: below,
        missing: leaf,
      })
      node.children = [
        { nodeid: leaf, leaf: k },
        { ...kept, nodeid: below },
      ]
    }
  },
]

/** Changes a JSON dump in place; returns what was done. */
export function mutateDump(trees: Value[], random: Random): string {
  const done: string[] = []
  do {
    if (random.chance(0.1)) {
      done.push(`trees.${mutateField(trees, random)}`)
      continue
    }
    let node = fields(random.pick(trees))
    while (isRecord(list(node.children)[0]) && random.chance(0.6))
      node = fields(random.pick(list(node.children)))
    if (random.chance(0.6)) {
      const mutate = random.pick(DUMP_MUTATIONS)
      mutate(node, random)
      done.push(mutate.name)
    } else done.push(`node.${mutateField(node, random)}`)
  } while (random.chance(0.15))
  return done.join(", ")
}
