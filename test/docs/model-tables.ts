/** The tables of docs/models.md: what the golden tests hold against XGBoost, by version, format and feature. */
import { CASES, FEATURES, FORMATS, refusal, type Subject } from "../golden/coverage.ts"
import { decodeJson } from "../oracle/json-decoder.ts"
import { referenceOutputs } from "../oracle/reference-walker.ts"
import { listCases, readCase, readFixture } from "../support/fixtures.ts"
import { REFUSED_BY_17 } from "../support/refused-by-1-7.ts"

/** A case, and which files it has. */
interface Stored {
  readonly subject: Subject
  readonly files: readonly string[]
}

/** A column of the table of formats. */
interface Kind {
  readonly name: string
  readonly has: (subject: Subject) => boolean
  /** Which formats do not tell; the others do, or the case has no such file. */
  readonly lostIn?: RegExp
}

/** Files of the cases in a few words; the order is the table's. */
const FORMAT_WORDS: Readonly<Record<string, string>> = {
  "model.json": "JSON",
  "model.ubj": "UBJSON",
  "model.deprecated.bin": "legacy binary",
  "pickle-handle.bin": "pickled handle",
  "pickle-handle.config-offset.bin": "pickled handle of 1.0 to 1.3",
  "dump.json": "JSON dump with statistics",
  "dump-nostats.json": "JSON dump without",
}

interface Document {
  readonly learner: {
    readonly objective: { readonly name: string }
    readonly gradient_booster: { readonly model?: { readonly cats?: { readonly enc: readonly unknown[] } } }
  }
}

const text = (subject: Subject): string => JSON.stringify(subject.document)

/** Boosters and splits, of which a case has one or none, then what any of them may have. */
const KINDS: readonly Kind[] = [
  {
    name: "gbtree, numeric splits",
    has: (subject: Subject): boolean => !FEATURES.some(feature => feature.has(subject)),
  },
  ...FEATURES,
  { name: "several outputs", has: (subject: Subject): boolean => referenceOutputs(subject.document) > 1 },
  {
    name: "parallel trees",
    has: (subject: Subject): boolean => /"num_parallel_tree":"(?!1")\d+"/.test(text(subject)),
  },
  {
    name: "deleted nodes",
    has: (subject: Subject): boolean => /"num_deleted":"(?!0")\d+"/.test(text(subject)),
    lostIn: /dump/,
  },
  {
    name: "category values",
    has: ({ document }: Subject): boolean =>
      ((document as Document).learner.gradient_booster.model?.cats?.enc.length ?? 0) > 0,
    lostIn: /dump/,
  },
]

function readAll(): Stored[] {
  return listCases().map(({ version, name, files }) => {
    const document = decodeJson(readFixture(version, name, "model.json"))
    return { files, subject: { version, name, golden: readCase(version, name), document } }
  })
}

const markdown = (rows: readonly (readonly string[])[]): string => {
  const [head, ...body] = rows.map(row => `| ${row.join(" | ")} |`)
  return [head, `|${" --- |".repeat(rows[0]!.length)}`, ...body].join("\n")
}

const countText = (count: number): string => (count > 0 ? `${count}` : "–")

function cell(stored: readonly Stored[], format: (typeof FORMATS)[number], { has, lostIn }: Kind): string {
  if (lostIn?.test(format.file)) return "–"
  const with_ = stored.filter(({ subject }) => has(subject))
  const exact = with_.filter(({ subject }) => refusal(subject, format) === null).length
  return exact === 0 && with_.length > 0 ? "refused" : countText(exact)
}

/** Files that are held against XGBoost, by version, format and feature. */
export function casesTable(): string {
  const all = readAll()
  const versions = Object.keys(CASES).map(folder => all.filter(({ subject }) => subject.version === folder))
  const words = Object.entries(FORMAT_WORDS)
  const unknown = FORMATS.filter(({ file }) => FORMAT_WORDS[file] === undefined)
  if (unknown.length > 0) throw new Error(`no words for ${unknown.map(({ file }) => file).join(", ")}`)
  const rows = versions.flatMap(stored =>
    words.flatMap(([file, format]) => {
      const known = FORMATS.find(candidate => candidate.file === file)
      const present = stored.filter(({ files }) => files.includes(file))
      if (known === undefined || present.length === 0) return []
      const version = stored[0]!.subject.golden.xgboost_version
      return [[version, format, ...KINDS.map(kind => cell(present, known, kind))]]
    }),
  )
  const files = all.reduce(
    (sum, stored) => sum + FORMATS.filter(({ file }) => stored.files.includes(file)).length,
    0,
  )
  return `${markdown([["XGBoost", "format", ...KINDS.map(({ name }) => name)], ...rows])}

${files} files of ${all.length} cases.`
}

/** Cases of each objective, by version. */
export function objectivesTable(): string {
  const all = readAll()
  const folders = Object.keys(CASES)
  const versionOf = (folder: string): string =>
    all.find(({ subject }) => subject.version === folder)!.subject.golden.xgboost_version
  const objectiveOf = ({ subject }: Stored): string => (subject.document as Document).learner.objective.name
  const names = [...new Set(all.map(objectiveOf))].sort()
  const rows = names.map(name => [
    `\`${name}\``,
    ...folders.map(folder =>
      countText(
        all.filter(stored => stored.subject.version === folder && objectiveOf(stored) === name).length,
      ),
    ),
  ])
  return markdown([["objective", ...folders.map(versionOf)], ...rows])
}

/** What a message must name, in the words of a document. */
const REFUSED_WORDS: readonly (readonly [mark: string, words: string])[] = [
  ["base score for each output", "base scores that differ by output"],
  ["vector leaves", "vector leaves"],
  ["the objective", "objectives newer than 1.7"],
]

/** How many cases 1.7 cannot hold, by the reason. */
export function refusedText(): string {
  const patterns = Object.values(REFUSED_BY_17)
  const counts = REFUSED_WORDS.map(([mark, words]) => {
    return [words, patterns.filter(({ source }) => source.includes(mark)).length] as const
  })
  const sum = counts.reduce((total, [, count]) => total + count, 0)
  if (sum !== patterns.length) throw new Error("a reason of refused-by-1-7.ts has no words here")
  const list = counts.map(([words, count]) => `${words} (${count})`).join(", ")
  return `${patterns.length} of the ${listCases().length} cases: ${list}.`
}
