/** What optimisers of several objectives share: the trials, the front among them, and a state that is all they know. */

import { ModelFormatError, show } from "../../errors.ts"
import { createRandom, type RandomSource } from "../../random/generator.ts"
import type { Hyperparameter } from "../../space/index.ts"
import { checkSeed } from "../check-search.ts"
import { UnitCube } from "../cube/unit-cube.ts"
import type { FrontOptimiser, SearchConfiguration, SearchGoal, Trial } from "../optimiser.ts"
import type { Proposal } from "./logged-search.ts"
import { frontsOf } from "./non-dominated.ts"

/** Settings of every optimiser of several objectives. */
export interface FrontSettings {
  /** One an objective, two or more. */
  readonly goals: readonly SearchGoal[]
  /** A non-negative safe integer; the same seed and the same values give the same trials. Default: 0. */
  readonly seed?: number
}

/** A trial as a state keeps it: one value an objective, null while they are not known, and its optimiser's note. */
export type FrontTrial<Note> = Trial & { readonly values: readonly number[] | null } & Note

/** An optimiser of several objectives as plain JSON. */
export interface FrontState<Name extends string, Settings, Note> {
  readonly optimiser: Name
  readonly hyperparameters: readonly Hyperparameter[]
  readonly settings: Settings
  readonly trials: readonly FrontTrial<Note>[]
}

/** A trial, as algorithms see it. */
export interface Member<Note> extends Trial {
  /** In the unit cube. */
  readonly point: Float64Array
  readonly note: Note
  readonly values: readonly number[] | null
  /** One an objective, low is good, whatever the goals; null while they are not known. */
  readonly losses: readonly number[] | null
}

/**
 * An optimiser that proposes from the trials that were asked for, its notes of them and the values told so far, in
 * whatever order these came.
 *
 * @typeParam Note plain JSON
 */
export abstract class FrontSearch<Name extends string, Settings extends FrontSettings, Note extends object>
  implements FrontOptimiser<FrontState<Name, Settings, Note>>
{
  protected readonly cube: UnitCube
  protected readonly settings: Settings
  /** In the order of asking. */
  protected readonly members: Member<Note>[] = []
  private readonly name: Name
  private readonly seed: number

  protected constructor(name: Name, hyperparameters: readonly Hyperparameter[], settings: Settings) {
    const { goals, seed = 0 } = settings
    if (!Array.isArray(goals) || goals.length < 2) {
      throw new RangeError(`settings.goals: expected two goals or more, got ${show(goals)}`)
    }
    this.name = name
    this.seed = checkSeed(seed)
    this.cube = new UnitCube(hyperparameters)
    this.settings = settings
  }

  get front(): readonly (Trial & { readonly values: readonly number[] })[] {
    const told = this.members.flatMap(({ id, configuration, values, losses }) =>
      values === null || losses === null ? [] : [{ trial: { id, configuration, values }, losses }],
    )
    const [first = []] = frontsOf(told.map(({ losses }) => losses))
    return first.map(at => told[at].trial)
  }

  ask(): Trial {
    // A stream of its own for each trial: what was drawn before need not be part of the state.
    const random = createRandom((BigInt(this.seed) << 32n) | BigInt(this.members.length))
    const { point, note } = this.propose(random)
    return this.enter(this.cube.configurationAt(point), note)
  }

  /**
   * Tells what came of a trial.
   *
   * @param values one an objective
   * @throws {RangeError} for a trial that was not asked for or is told already, and for other values
   */
  tell(id: number, values: readonly number[]): void {
    const member = this.members[id]
    if (member === undefined) {
      const { length } = this.members
      throw new RangeError(`id: no such trial; expected one of the ${length} asked for, got ${show(id)}`)
    }
    if (member.values !== null) throw new RangeError(`id: trial ${id} is told already`)
    const { goals } = this.settings
    if (!Array.isArray(values) || values.length !== goals.length || !values.every(Number.isFinite)) {
      throw new RangeError(`values: expected ${goals.length} finite numbers, got ${JSON.stringify(values)}`)
    }
    const losses = values.map((value, at) => (goals[at] === "minimize" ? value : -value))
    const told = { ...member, values: [...values], losses }
    this.members[id] = told
    this.learn(told)
  }

  toJSON(): FrontState<Name, Settings, Note> {
    return {
      optimiser: this.name,
      hyperparameters: this.cube.hyperparameters,
      settings: this.settings,
      trials: this.members.map(({ id, configuration, values, note }) => ({
        id,
        configuration,
        values,
        ...note,
      })),
    }
  }

  /** Proposes the next trial. */
  protected abstract propose(random: RandomSource): Proposal<Note>

  /** What a trial of a state was noted with. */
  protected abstract noteOf(trial: FrontTrial<Note>): Note

  /** Takes note of a trial that was asked for, now or in a state that is restored. */
  protected enrol(_member: Member<Note>): void {}

  /** Takes note of a trial's values. */
  protected learn(_member: Member<Note>): void {}

  /**
   * Takes over the trials of a state.
   *
   * @throws {ModelFormatError} where they are not what `toJSON` returned
   */
  protected takeOver({ trials }: FrontState<Name, Settings, Note>): this {
    for (const [at, trial] of trials.entries()) {
      if (trial.id !== at) {
        throw new ModelFormatError({
          source: "state",
          path: `trials[${at}].id`,
          what: "trials are not in the order of asking",
          expected: String(at),
          actual: show(trial.id),
        })
      }
      this.enter({ ...trial.configuration }, this.noteOf(trial))
    }
    for (const { id, values } of trials) if (values !== null) this.tell(id, values)
    return this
  }

  private enter(configuration: SearchConfiguration, note: Note): Trial {
    const id = this.members.length
    const point = this.cube.pointOf(configuration)
    const member = {
      id,
      configuration: Object.freeze(configuration),
      point,
      note,
      values: null,
      losses: null,
    }
    this.members.push(member)
    this.enrol(member)
    return { id, configuration }
  }
}
