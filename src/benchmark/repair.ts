/** Repair: answers projected onto laws that are certain, for whoever would rather have those than the bits. */

import { NotFoundError, show, UnsupportedModelError } from "../errors.ts"
import { epochFidelity } from "../space/index.ts"
import type { ReleasePack } from "../surrogate/release-pack.ts"
import { type Projection, RepairedSurrogate } from "../surrogate/repaired-surrogate.ts"
import { epochsOfDomain } from "./check.ts"
import type { MetricName } from "./metric.ts"

/** A law that answers can be made to keep; named as the invariant that tests it. */
export type RepairName =
  | "runtime-never-falls-over-epoch"
  | "size-constant-over-epoch"
  | "flops-constant-over-epoch"

interface Repair {
  readonly name: RepairName
  readonly metric: MetricName
  readonly projection: Projection
}

const repairs: readonly Repair[] = [
  { name: "runtime-never-falls-over-epoch", metric: "runtime", projection: "isotonic" },
  { name: "size-constant-over-epoch", metric: "size_MB", projection: "mean" },
  { name: "flops-constant-over-epoch", metric: "FLOPS", projection: "mean" },
]

/**
 * Laws that were asked for, in their own order.
 *
 * @param wanted true for all
 * @throws {NotFoundError} for a law that cannot be repaired
 */
export function checkRepairs(wanted: boolean | readonly RepairName[] | undefined): readonly RepairName[] {
  const names = repairs.map(({ name }) => name)
  if (wanted === undefined || wanted === false) return []
  if (wanted === true) return names
  if (!Array.isArray(wanted)) {
    throw new TypeError(`options.repair: expected true or an array of laws, got ${show(wanted)}`)
  }
  const unknown = wanted.find(name => !names.includes(name))
  if (unknown === undefined) return names.filter(name => wanted.includes(name))
  throw new NotFoundError({
    path: "options.repair",
    what: "no law that can be repaired",
    expected: names.join(", "),
    actual: show(unknown),
  })
}

/**
 * What answers go by: other laws are other answers, so that a cache that knows them by name never mixes them.
 *
 * @param kept as `checkRepairs` gives them
 */
export function repairedName(release: string, kept: readonly RepairName[]): string {
  if (kept.length === 0) return release
  return kept.length === repairs.length ? `${release}, repaired` : `${release}, repaired: ${kept.join(" + ")}`
}

/**
 * A pack whose surrogates keep laws.
 *
 * @throws {UnsupportedModelError} for a specialised pack without some epochs: its projections would be others
 */
export function repairPack(pack: ReleasePack, wanted: readonly RepairName[]): ReleasePack {
  if (wanted.length === 0) return pack
  const { lower, upper } = epochFidelity
  if (pack.card.specialisedFrom !== undefined) {
    const epochs = epochsOfDomain(pack.card.domain)
    if (epochs.lower !== lower || epochs.upper !== upper) {
      throw new UnsupportedModelError({
        source: pack.card.release,
        what: "a pack without all epochs cannot be repaired",
        expected: `epochs ${lower}..${upper}`,
        actual: `${epochs.lower}..${epochs.upper}`,
      })
    }
  }
  const surrogates = pack.surrogates.map(surrogate => {
    const repair = repairs.find(({ name, metric }) => metric === surrogate.metric && wanted.includes(name))
    return repair === undefined ? surrogate : new RepairedSurrogate(surrogate, repair.projection, upper)
  })
  return { ...pack, surrogates }
}
