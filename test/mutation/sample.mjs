/**
 * A plugin of Stryker's that mutates a share of the functions only, where `MUTATE_SHARE` is 2 or more: one in so
 * many, by a hash of a seed, the file and the place, so that every run has the same ones.
 */
import { declareValuePlugin, PluginKind } from "@stryker-mutator/api/plugin"

const share = Number(process.env["MUTATE_SHARE"] ?? 1)
const SEED = "1"

/** FNV-1a, whose low bits are mixed well enough for a remainder. */
function hash(text) {
  let state = 0x811c9dc5
  for (const character of text) state = Math.imul(state ^ character.codePointAt(0), 0x01000193)
  return (state ^ (state >>> 15)) >>> 0
}

/** The outermost function or method that a node is, or null where it is none or inside of one. */
function isOutermost(path) {
  return path.isFunction() && path.getFunctionParent() === null
}

function shouldIgnore(path) {
  if (share < 2 || !isOutermost(path)) return undefined
  const { filename } = path.hub?.file?.opts ?? {}
  const { start } = path.node.loc
  const isTaken = hash(`${SEED}:${filename ?? ""}:${start.line}:${start.column}`) % share === 0
  return isTaken ? undefined : `not among the one function in ${share} that are sampled`
}

export const strykerPlugins = [declareValuePlugin(PluginKind.Ignore, "sample", { shouldIgnore })]
