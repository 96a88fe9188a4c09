/** The door of a study: a protocol that can be run on the benchmarks that are there. */

import { checkTask } from "../benchmark/task.ts"
import { ConfigurationError, NotFoundError, show } from "../errors.ts"
import { checkOptimiser, type OwnOptimisers } from "./make-optimiser.ts"
import type { Protocol } from "./protocol.ts"
import { checkFidelities, type StudyBenchmark } from "./study-benchmark.ts"

function refuse(path: string, what: string, expected: string, actual: unknown): never {
  throw new ConfigurationError({ source: "protocol", path, what, expected, actual: show(actual) })
}

function checkList(list: unknown, path: string): void {
  if (Array.isArray(list) && list.length > 0) return
  refuse(path, "nothing to run", "a list of at least one", list)
}

function checkUnique(list: readonly (string | number)[], path: string): void {
  const twice = list.find((item, at) => list.indexOf(item) < at)
  if (twice !== undefined) refuse(path, "there twice", "each once", twice)
}

/** @throws {ConfigurationError} naming the field, what is allowed and what was given */
function checkFields(protocol: Protocol): void {
  const { tasks, arms, seeds, budget, workers } = protocol
  checkList(tasks, "tasks")
  checkList(arms, "arms")
  checkList(seeds, "seeds")
  for (const task of tasks) checkTask(task)
  checkUnique(tasks, "tasks")
  checkUnique(
    arms.map(({ name }) => name),
    "arms",
  )
  for (const seed of seeds) {
    if (!Number.isSafeInteger(seed) || seed < 0) {
      refuse("seeds", "not a seed", "safe integers of 0 or more", seed)
    }
  }
  // A set: there may be thousands of seeds.
  if (new Set(seeds).size < seeds.length) refuse("seeds", "one is there twice", "each once", seeds.length)
  if (!(budget > 0 && budget < Number.POSITIVE_INFINITY)) {
    refuse("budget", "not a budget", "a number of mean full evaluations above 0", budget)
  }
  if (!Number.isSafeInteger(workers) || workers < 1) {
    refuse("workers", "not a number of workers", "an integer of 1 or more", workers)
  }
}

/**
 * Checks a protocol against benchmarks.
 *
 * @returns the benchmarks in the order of the protocol's tasks
 * @throws {ConfigurationError} for a field that is out of range
 * @throws {NotFoundError} for a task without a benchmark, and an unknown optimiser
 * @throws {DomainError} for fidelities that a benchmark does not have
 */
export function checkProtocol(
  protocol: Protocol,
  benchmarks: readonly StudyBenchmark[],
  own: OwnOptimisers,
): StudyBenchmark[] {
  checkFields(protocol)
  const found = protocol.tasks.map(task => {
    const benchmark = benchmarks.find(candidate => candidate.task === task)
    if (benchmark !== undefined) return benchmark
    const expected = benchmarks.map(candidate => candidate.task).join(", ")
    throw new NotFoundError({
      path: "protocol.tasks",
      what: "no benchmark of a task",
      expected,
      actual: task,
    })
  })
  for (const arm of protocol.arms) {
    checkOptimiser(arm.optimiser, own)
    for (const benchmark of found) checkFidelities(arm, benchmark)
  }
  return found
}
