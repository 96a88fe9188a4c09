/** What the documents say of the house is what the tools are told: floors, commands, errors, licences. */
import { existsSync, readdirSync, readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { join } from "node:path"
import { expect, it } from "vitest"
import * as errors from "../../src/entries/public.ts"
import { documents, root } from "./blocks.ts"

const read = (file: string): string => readFileSync(join(root, file), "utf8")
const contributing = read("CONTRIBUTING.md")
const readme = read("README.md")
const manifest = JSON.parse(read("package.json"))

/** Cells of the rows of a Markdown table whose first column matches. */
function rows(document: string, first: RegExp): string[][] {
  return document
    .split("\n")
    .filter(line => line.startsWith("| "))
    .map(line => line.slice(2, -2).split(" | "))
    .filter(cells => first.test(cells[0]!))
}

/** Patterns of each floor, from the rules that dependency-cruiser enforces. */
function floors(): RegExp[][] {
  const { forbidden } = createRequire(import.meta.url)(join(root, ".dependency-cruiser.cjs")) as {
    forbidden: { name: string; from: { path?: string[] }; to: { path?: string[] } }[]
  }
  const rules = forbidden.filter(rule => rule.name.startsWith("floor-"))
  const patterns = [...rules.map(rule => rule.from.path!), rules.at(-1)!.to.path!]
  return patterns.map(paths => paths.map(path => new RegExp(path)))
}

it("CONTRIBUTING lists every file and folder of src on the floor that is enforced", () => {
  const enforced = floors()
  const wanted = readdirSync(join(root, "src"), { withFileTypes: true })
    .filter(entry => entry.isFile() || readdirSync(join(root, "src", entry.name)).length > 0)
    .map(entry => (entry.isFile() ? entry.name : `${entry.name}/`))
    .map(name => [enforced.findIndex(floor => floor.some(path => path.test(`src/${name}`))), `\`${name}\``])
  const listed = rows(contributing, /^\d+$/).map(([floor, name]) => [Number(floor), name])
  expect(listed.sort()).toEqual(wanted.sort())
})

it("CONTRIBUTING lists the rooms of folders in the order that is enforced", () => {
  const { forbidden } = createRequire(import.meta.url)(join(root, ".dependency-cruiser.cjs")) as {
    forbidden: { name: string; to: { path: string } }[]
  }
  const sideways = (folder: string, room: string): string[] => {
    const rule = forbidden.find(({ name }) => name === `room-${folder}/${room}-looks-down-only`)
    return /\((.*)\)/.exec(rule!.to.path)![1]!.split("|")
  }
  const listed = rows(contributing, /^`\w+\/`$/).filter(([, order]) => order!.includes(" → "))
  const rules = forbidden.filter(({ name }) => name.startsWith("room-"))
  let checked = 0
  for (const [cell, order] of listed) {
    const folder = cell!.slice(1, -2)
    const steps = order!.split(" → ").map(step => [...step.matchAll(/`(\w+)\/`/g)].map(([, room]) => room!))
    const folders = readdirSync(join(root, "src", folder), { withFileTypes: true })
    for (const { name } of folders.filter(entry => entry.isDirectory() && entry.name !== "style")) {
      const step = steps.findIndex(names => names.includes(name))
      expect(step, `${folder}/${name}`).toBeGreaterThanOrEqual(0)
      expect(sideways(folder, name).sort()).toEqual(steps.slice(step).flat().sort())
      checked += 1
    }
  }
  expect(checked).toBe(rules.length)
})

it("CONTRIBUTING lists every script that is meant to be called, and no other", () => {
  const listed = rows(contributing, /^`npm/).map(([command]) => command!.replace(/^`npm (run )?|`$/g, ""))
  const scripts = Object.keys(manifest.scripts).filter(name => !/^(pre|post)/.test(name))
  expect(listed.sort()).toEqual([...scripts, "ci"].sort())
})

it("CONTRIBUTING lists every folder of test", () => {
  const names = readdirSync(join(root, "test"), { withFileTypes: true }).filter(entry => entry.isDirectory())
  for (const { name } of names) expect(contributing, name).toMatch(new RegExp(`\`${name}/\``))
})

it("the README lists every error class with its code", () => {
  const listed = rows(readme, /Error`$/).map(([name, code]) => `${name} ${code}`)
  const classes = Object.values(errors).filter(
    value => typeof value === "function" && value.prototype instanceof errors.JahsBenchError,
  ) as (new (details: {
    what: string
  }) => errors.JahsBenchError)[]
  const wanted = classes
    .map(type => new type({ what: "" }))
    .map(({ name, code }) => `\`${name}\` \`${code}\``)
  expect(listed.sort()).toEqual(wanted.sort())
})

it("package, changelog and citation agree on version and licences", () => {
  const citation = read("CITATION.cff")
  expect(citation).toMatch(/^cff-version: 1\.2\.0$/m)
  expect(citation).toMatch(new RegExp(`^version: ${manifest.version.replaceAll(".", "\\.")}$`, "m"))
  expect(read("CHANGELOG.md")).toContain(manifest.version)
  expect(manifest.license).toBe("MIT AND CC-BY-4.0")
  expect(read("LICENSE")).toMatch(/^MIT License\n\nCopyright \(c\) 2026 The jahs-bench-201 authors$/m)
  const models = read("models/LICENSE")
  for (const credit of [
    "creativecommons.org/licenses/by/4.0/legalcode",
    "Bansal",
    "NeurIPS 2022",
    "bo-moo",
  ]) {
    expect(models).toContain(credit)
  }
})

it("links between the documents lead somewhere", () => {
  for (const file of documents()) {
    for (const [, target] of read(file).matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)) {
      expect(existsSync(join(root, file, "..", target!)), `${file} links to ${target}`).toBe(true)
    }
  }
})

it("every guide is in the list of guides and in llms.txt", () => {
  const [guides, llms] = [read("docs/README.md"), read("llms.txt")]
  for (const name of readdirSync(join(root, "docs")).filter(
    file => /\.md$/.test(file) && file !== "README.md",
  )) {
    expect(guides).toContain(`](${name})`)
    expect(llms).toContain(`](docs/${name})`)
  }
  for (const [, target] of llms.matchAll(/\]\(([^)]+)\)/g)) {
    expect(existsSync(join(root, target!)), `llms.txt links to ${target}`).toBe(true)
  }
})
