/**
 * A plugin of Stryker's that mutates a share of the functions only, where `MUTATE_SHARE` is 2 or more: one in so
 * many, by a hash of a seed, the file and the place, so that every run has the same ones.
 */

const share = Number(process.env["MUTATE_SHARE"] ?? 1)
const SEED = "1"

/** FNV-1a; the last step mixes its bits enough for a remainder. */
function hash(text) {
  let state = 0x811c9dc5
  for (const character of text) state = Math.imul(state ^ character.codePointAt(0), 0x01000193)
  return (state ^ (state >>> 15)) >>> 0
}

/** The path below the repository, whatever it is called and wherever it is. */
function nameOf(path) {
  const { filename } = path.hub.file.opts
  return filename.slice(filename.lastIndexOf("/src/"))
}

/** @param path Babel's, of a node; what is ignored is so with all that is inside */
function shouldIgnore(path) {
  if (share < 2 || !path.isFunction() || path.getFunctionParent() !== null) return undefined
  const { line, column } = path.node.loc.start
  const isTaken = hash(`${SEED}:${nameOf(path)}:${line}:${column}`) % share === 0
  return isTaken ? undefined : `not among the one function in ${share} that are sampled`
}

// What `declareValuePlugin` makes.
export const strykerPlugins = [{ kind: "Ignore", name: "sample", value: { shouldIgnore } }]
