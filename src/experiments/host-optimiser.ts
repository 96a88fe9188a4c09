/** An optimiser of this package for an evaluator in another process, which asks, evaluates and tells. */

import type { TaskName } from "../benchmark/index.ts"
import type { Hyperparameter } from "../space/index.ts"
import { VERSION } from "../version.ts"
import {
  errorMessage,
  isRecord,
  MESSAGES_VERSION,
  type Message,
  readMessage,
  refuseLine,
  type Send,
} from "./ask-tell-messages.ts"
import type { LineReader } from "./line-reader.ts"
import { type ArmOptimiser, goalsOf, makeOptimiser, restoreArmOptimiser } from "./make-optimiser.ts"
import type { Arm } from "./protocol.ts"

/** Answers an evaluator's messages, one each. */
class OptimiserHost {
  private optimiser: ArmOptimiser
  private readonly arm: Arm
  private readonly task: TaskName

  constructor(arm: Arm, task: TaskName, optimiser: ArmOptimiser) {
    this.arm = arm
    this.task = task
    this.optimiser = optimiser
  }

  /** @throws {ConfigurationError} for an unknown message, and what the optimiser throws */
  answer(message: Message): Message {
    const [name, ...others] = Object.keys(message)
    if (others.length === 0) {
      if (name === "ask") return { trial: this.optimiser.ask() }
      if (name === "tell") return this.tell(message["tell"])
      if (name === "state") return { state: this.optimiser.state() }
      if (name === "restore") return this.restore(message["restore"])
    }
    const expected = '{"ask": true}, {"tell": …}, {"state": true} or {"restore": …}'
    return refuseLine("an unknown message", expected, message)
  }

  private tell(told: unknown): Message {
    if (!isRecord(told)) return refuseLine("nothing to tell", "{id, values}", told)
    const { id, values } = told
    const { length } = this.arm.metrics
    if (!Array.isArray(values) || values.length !== length || !values.every(Number.isFinite)) {
      return refuseLine("not the values", `${length} numbers`, values)
    }
    this.optimiser.tell(id as number, values)
    return { told: id }
  }

  private restore(state: unknown): Message {
    if (!isRecord(state)) return refuseLine("not a state", "one that was answered before", state)
    this.optimiser = restoreArmOptimiser(this.arm, this.task, state)
    return { restored: this.arm.optimiser }
  }
}

/** What an optimiser is hosted for. */
export interface HostedOptimiser {
  readonly arm: Arm
  readonly task: TaskName
  readonly hyperparameters: readonly Hyperparameter[]
  readonly seed: number
}

/**
 * Serves an optimiser until the lines end.
 *
 * @throws what `send` throws
 */
export async function hostOptimiser(
  lines: LineReader,
  send: Send,
  { arm, task, hyperparameters, seed }: HostedOptimiser,
): Promise<void> {
  const host = new OptimiserHost(arm, task, makeOptimiser(arm, task, hyperparameters, seed))
  const { metrics, rungs } = arm
  await send({
    hello: {
      ...{ messages: MESSAGES_VERSION, packageVersion: VERSION, hosts: "optimiser" },
      ...{ optimiser: arm.optimiser, metrics, goals: goalsOf(metrics), rungs, seed, hyperparameters },
    },
  })
  for (let line = await lines.next(); line !== null; line = await lines.next()) {
    let answer: Message
    try {
      answer = host.answer(readMessage(line))
    } catch (error) {
      answer = errorMessage(error)
    }
    await send(answer)
  }
}
