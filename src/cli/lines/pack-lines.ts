/** A pack of several models, such as a release's of one task, as people read it and as `--json` prints it. */

import { type BoosterDescription, describe } from "../../predict/booster/booster.ts"
import type { OpenedPack } from "../../predict/pack/open-boosters.ts"
import { fixed } from "../frame/numbers.ts"
import type { Column } from "../frame/table.ts"
import type { GivenFile } from "../input/read-model.ts"
import { factsOf, type ModelFacts } from "./model-facts.ts"

/** A section as the table at the start of the file lists it: see docs/pack-format.md. */
interface PackSection {
  readonly kind: "description" | "dictionary" | "forest" | "linear weights"
  /** Index of the model it belongs to. */
  readonly model: number | null
  /** Bytes in the file, and when decompressed. */
  readonly bytes: number
  readonly plainBytes: number
}

/** A model of a pack. */
interface PackedModel {
  /** Its metric in a release's pack; else its index. */
  readonly name: string
  readonly description: BoosterDescription
  readonly facts: ModelFacts
}

/** What is said of a pack. */
export interface PackReport {
  readonly release: string | null
  readonly task: string | null
  readonly sha256: string
  readonly sections: readonly PackSection[]
  readonly models: readonly PackedModel[]
}

const PREFIX_BYTES = 64
const ENTRY_BYTES = 64
const KINDS = ["description", "dictionary", "forest", "linear weights"] as const

/** Reads the section table of a pack that was opened: its digest held. */
function sectionsOf({ bytes }: GivenFile): PackSection[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: view.getUint32(12, true) }, (_, i) => {
    const at = PREFIX_BYTES + ENTRY_BYTES * i
    const kind = KINDS[view.getUint32(at, true) - 1]
    const isModel = kind === "forest" || kind === "linear weights"
    return {
      kind,
      model: isModel ? view.getUint32(at + 4, true) : null,
      bytes: view.getUint32(at + 20, true),
      plainBytes: view.getUint32(at + 24, true),
    }
  })
}

/** Gathers what is said of a pack. */
export function packReportOf(given: GivenFile, { meta, boosters, sha256 }: OpenedPack): PackReport {
  const sections = sectionsOf(given)
  const card = meta.get("card")
  const task = meta.get("task")
  return {
    release: card.exists ? card.get("release").string() : null,
    task: task.exists ? task.string() : null,
    sha256,
    sections,
    models: boosters.map(({ booster, header }, model) => {
      const metric = header.get("metric")
      const numBytes = sections.find(section => section.model === model)?.bytes ?? 0
      return {
        name: metric.exists ? metric.string() : `model ${model}`,
        description: describe(booster),
        facts: factsOf(booster, "pack", numBytes),
      }
    }),
  }
}

/** The report as `--json` prints it. */
export function packDocument({ source, bytes }: GivenFile, report: PackReport): object {
  const models = report.models.map(({ name, description, facts }) => ({ name, ...description, ...facts }))
  return { file: source, format: "pack", bytes: bytes.length, ...report, models }
}

/** Names and texts of a pack, for `definitions`. */
export function packPairs({ source, bytes }: GivenFile, report: PackReport): [string, string][] {
  const { release, task, sha256, sections, models } = report
  const numNodes = models.reduce((sum, { description }) => sum + description.numNodes, 0)
  const [first] = models
  const bytesOf = (kind: PackSection["kind"]): string => {
    const length = sections
      .filter(section => section.kind === kind)
      .reduce((sum, { bytes }) => sum + bytes, 0)
    return fixed(length, 0)
  }
  return [
    ["file", source],
    [
      "format",
      `pack of ${models.length} models, ${fixed(bytes.length, 0)} bytes, ${fixed(bytes.length / Math.max(1, numNodes), 1)} a node`,
    ],
    ...(release === null ? [] : [["release", release] as [string, string]]),
    ...(task === null ? [] : [["task", task] as [string, string]]),
    ["features", fixed(first?.description.numFeatures ?? 0, 0)],
    [
      "sections",
      `description ${bytesOf("description")} bytes, dictionary of splits ${bytesOf("dictionary")}, forests ${bytesOf("forest")}`,
    ],
    ["SHA-256", sha256],
  ]
}

/** Columns of `packRows`. */
export const PACK_COLUMNS: readonly Column[] = [
  { title: "model", align: "left" },
  { title: "objective", align: "left" },
  { title: "trees" },
  { title: "nodes" },
  { title: "depth" },
  { title: "layout", align: "left" },
  { title: "bytes" },
]

/** One row a model; the bytes are those of its own section. */
export function packRows({ models, sections }: PackReport): string[][] {
  return models.map(({ name, description, facts }, model) => [
    name,
    description.objective ?? "",
    fixed(description.numTrees, 0),
    fixed(description.numNodes, 0),
    String(description.maxDepth),
    facts.memory.layout,
    fixed(sections.find(section => section.model === model)?.bytes ?? 0, 0),
  ])
}
