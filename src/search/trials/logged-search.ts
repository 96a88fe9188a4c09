/** What optimisers of one objective share: the log of trials, and with it a state that is all they know. */

import { createRandom, type RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import type { Fidelity } from "../ask-tell.ts"
import { checkSeed } from "../check-search.ts"
import { PointSet } from "../cube/point-set.ts"
import { UnitCube } from "../cube/unit-cube.ts"
import type { Optimiser, SearchConfiguration, SearchGoal, ToldTrial, TrialRecord } from "../optimiser.ts"
import { TrialLog } from "./trial-log.ts"

/** Settings of every optimiser of one objective. */
export interface SearchSettings {
  readonly goal: SearchGoal
  /** A non-negative safe integer; the same seed and the same values give the same trials. Default: 0. */
  readonly seed?: number
}

/** A trial of a state, with what its optimiser noted when it was asked for. */
export type NotedTrial<Note> = TrialRecord & { readonly note: Note }

/** An optimiser as plain JSON. */
export interface LoggedState<Name extends string, Settings, Note> {
  readonly optimiser: Name
  readonly hyperparameters: readonly Hyperparameter[]
  readonly settings: Settings
  readonly trials: readonly NotedTrial<Note>[]
}

/** A trial that has been asked for, as algorithms see it. */
export interface SeenTrial<Note> {
  readonly id: number
  /** In the unit cube. */
  readonly point: Float64Array
  readonly note: Note
  /** Low is good, whatever the goal; null while it is not known. */
  readonly loss: number | null
}

/** A trial that has a value. */
export type LostTrial<Note> = SeenTrial<Note> & { readonly loss: number }

/** A point to evaluate, and a note of why. */
export interface Proposal<Note> {
  readonly point: Float64Array
  readonly note: Note
}

/** Whether one trial is better than another; of equal ones, the earlier. */
export function compareLosses(a: LostTrial<unknown>, b: LostTrial<unknown>): number {
  return a.loss - b.loss || a.id - b.id
}

/** Whether a trial has a value. */
export function isTold<Note>(trial: SeenTrial<Note>): trial is LostTrial<Note> {
  return trial.loss !== null
}

/**
 * An optimiser that proposes from the log alone: from the trials that were asked for, its notes of them and the
 * values told so far, in whatever order these came. So the log is the whole state.
 *
 * @typeParam Note plain JSON
 */
export abstract class LoggedSearch<Name extends string, Settings extends SearchSettings, Note>
  implements Optimiser<LoggedState<Name, Settings, Note>>
{
  protected readonly settings: Settings
  protected readonly cube: UnitCube
  /** In the order of asking. */
  protected readonly seen: SeenTrial<Note>[] = []
  private readonly seed: number
  private readonly log = new TrialLog()
  /** Of the first trials; the others are added when somebody looks. */
  private readonly asked = new PointSet()
  private numAdded = 0
  private readonly name: Name

  protected constructor(name: Name, hyperparameters: readonly Hyperparameter[], settings: Settings) {
    this.name = name
    this.seed = checkSeed(settings.seed ?? 0)
    this.cube = new UnitCube(hyperparameters)
    this.settings = settings
  }

  get best(): ToldTrial | null {
    return this.log.best(this.settings.goal)
  }

  ask(): { id: number; configuration: SearchConfiguration; fidelity?: Fidelity } {
    // A stream of its own for each trial: what was drawn before need not be part of the state.
    const random = createRandom((BigInt(this.seed) << 32n) | BigInt(this.log.length))
    const { point, note } = this.propose(random)
    const fidelity = this.fidelityOf(note)
    const trial = this.enter(this.cube.configurationAt(point), note)
    return fidelity === null ? trial : { ...trial, fidelity }
  }

  tell(id: number, value: number): void {
    this.log.tell(id, value)
    const told = { ...this.seen[id], loss: this.settings.goal === "minimize" ? value : -value }
    this.seen[id] = told
    this.learn(told)
  }

  toJSON(): LoggedState<Name, Settings, Note> {
    const { name, cube, settings, seen, log } = this
    return {
      optimiser: name,
      hyperparameters: cube.hyperparameters,
      settings,
      trials: log.records().map((record, id) => ({ ...record, note: seen[id].note })),
    }
  }

  /** Proposes the next trial. */
  protected abstract propose(random: RandomSource): Proposal<Note>

  /** At which fidelity a trial is evaluated; null for a full evaluation. */
  protected fidelityOf(_note: Note): Fidelity | null {
    return null
  }

  /** Takes note of a trial that was asked for, now or in a state that is restored. */
  protected enrol(_trial: SeenTrial<Note>): void {}

  /** Takes note of a trial's value. */
  protected learn(_trial: LostTrial<Note>): void {}

  /** Whether a point was asked for, as its configuration gives it back. */
  protected isAsked(point: Float64Array): boolean {
    for (; this.numAdded < this.seen.length; this.numAdded++) this.asked.add(this.seen[this.numAdded].point)
    return this.asked.has(point)
  }

  /** Trials with values, in the order of asking. */
  protected told(): LostTrial<Note>[] {
    return this.seen.filter(isTold)
  }

  /**
   * Takes over the trials of a state.
   *
   * @throws {ModelFormatError} where they are not what `toJSON` returned
   */
  protected takeOver(state: LoggedState<Name, Settings, Note>): this {
    // The log's own check of ids and values comes first.
    new TrialLog().restore(state.trials)
    for (const { configuration, note } of state.trials) this.enter({ ...configuration }, note)
    for (const { id, value } of state.trials) if (value !== null) this.tell(id, value)
    return this
  }

  private enter(
    configuration: SearchConfiguration,
    note: Note,
  ): { id: number; configuration: SearchConfiguration } {
    const trial = this.log.add(configuration)
    const seen = { id: trial.id, point: this.cube.pointOf(configuration), note, loss: null }
    this.seen.push(seen)
    this.enrol(seen)
    return trial
  }
}
