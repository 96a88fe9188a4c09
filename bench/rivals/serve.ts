/**
 * The far end of a comparison in JavaScript: waits for commands, one a line, and answers each with a line of
 * JSON. `time <candidate> <calls>` gives CPU nanoseconds, `check <candidate> <file>` writes float32 answers.
 * native.py and server.h speak the same.
 */
import { writeFileSync } from "node:fs"
import process from "node:process"
import { createInterface } from "node:readline"

/** Something that can be timed against others. */
export interface Candidate {
  readonly id: string
  /** Rows that one call answers; a query is one row. */
  readonly rows: number
  /** Answers of the first rows, model by model where several are asked. */
  answers(): Float32Array | Promise<Float32Array>
  run(calls: number): void | Promise<void>
}

/** What the near end is told first. */
export interface Hello {
  readonly runtime: string
  readonly candidates: readonly { readonly id: string; readonly rows: number }[]
  /** Candidates that could not be set up, and why. */
  readonly dropped: Readonly<Record<string, string>>
  readonly notes: Readonly<Record<string, string>>
}

export function runtimeName(): string {
  const { bun, deno, node } = process.versions
  if (bun) return `Bun ${bun}`
  return deno ? `Deno ${deno}` : `Node ${node}`
}

async function timed(candidate: Candidate, calls: number): Promise<{ nanoseconds: number }> {
  // Of all threads: what a compiler or collector does in the background is part of the price.
  const start = process.cpuUsage()
  await candidate.run(calls)
  const { user, system } = process.cpuUsage(start)
  return { nanoseconds: (user + system) * 1000 }
}

async function checked(candidate: Candidate, file: string): Promise<{ values: number }> {
  const answers = await candidate.answers()
  writeFileSync(file, new Uint8Array(answers.buffer, answers.byteOffset, answers.byteLength))
  return { values: answers.length }
}

/** Answers commands until standard input ends. */
export async function serve(
  candidates: readonly Candidate[],
  dropped: Readonly<Record<string, string>> = {},
  notes: Readonly<Record<string, string>> = {},
): Promise<void> {
  const names = candidates.map(({ id, rows }) => ({ id, rows }))
  const hello: Hello = { runtime: runtimeName(), candidates: names, dropped, notes }
  console.log(JSON.stringify(hello))
  for await (const line of createInterface({ input: process.stdin })) {
    const [command, id, argument] = line.split(" ")
    const candidate = candidates.find(known => known.id === id)
    if (candidate === undefined) throw new Error(`no candidate ${id}`)
    const answer =
      command === "time" ? await timed(candidate, Number(argument)) : await checked(candidate, argument!)
    console.log(JSON.stringify(answer))
  }
}
