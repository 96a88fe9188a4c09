/** A space of configurations: the ordered list of its hyperparameters and what can be done with it. */

import { ConfigurationError, show } from "../errors.ts"
import { nearest } from "../nearest.ts"
import type { RandomSource } from "../random/generator.ts"
import { checkConfiguration } from "./check-configuration.ts"
import type { Configuration, ConfigurationInput } from "./configuration.ts"
import {
  defaultOf,
  describeAllowed,
  type Hyperparameter,
  type HyperparameterValue,
  problemOf,
} from "./hyperparameter.ts"
import { type Domain, restrictHyperparameter } from "./restrict.ts"
import { draw } from "./sample.ts"
import { type StandardProperties, standardProperties } from "./standard-schema.ts"

/** Settings of `Space.validate`. */
export interface ValidateOptions {
  /** What the configuration is called in messages; "configuration" when left out. */
  readonly source?: string
  /**
   * Allow what the whole space allows from which this one was restricted. Constants of this space may
   * still be left out. False when left out.
   */
  readonly extrapolate?: boolean
}

/** The first hyperparameter of a configuration that lies outside a space. */
export interface Outside {
  readonly name: string
  /** What the space allows, in words. */
  readonly allowed: string
  readonly value: HyperparameterValue
}

/** A space of configurations. `jahsSpace` is the whole one; `restrict` makes smaller ones. */
export class Space {
  /** In the order in which values are drawn and messages list them. */
  readonly hyperparameters: readonly Hyperparameter[]
  /** The names, in the same order. */
  readonly names: readonly string[]
  /** The space as a Standard Schema validator. */
  readonly "~standard": StandardProperties<ConfigurationInput, Configuration>
  readonly #whole: readonly Hyperparameter[]

  /**
   * @param hyperparameters in order; frozen by this call
   * @param whole the hyperparameters of the space this one was restricted from, in the same order
   */
  constructor(
    hyperparameters: readonly Hyperparameter[],
    whole: readonly Hyperparameter[] = hyperparameters,
  ) {
    for (const hyperparameter of hyperparameters) {
      if ("values" in hyperparameter) Object.freeze(hyperparameter.values)
      Object.freeze(hyperparameter)
    }
    this.hyperparameters = Object.freeze([...hyperparameters])
    this.names = Object.freeze(hyperparameters.map(hyperparameter => hyperparameter.name))
    this.#whole = whole
    this["~standard"] = standardProperties<ConfigurationInput, Configuration>(value =>
      checkConfiguration(value, this.hyperparameters, this.hyperparameters, "configuration"),
    )
  }

  /** Number of different cells: 15,625 in the whole space. Isomorphic ones are counted each. */
  get numArchitectures(): number {
    let product = 1
    for (const hyperparameter of this.hyperparameters) {
      if (hyperparameter.role === "architecture" && "values" in hyperparameter)
        product *= hyperparameter.values.length
    }
    return product
  }

  /**
   * One hyperparameter by name.
   *
   * @param name upstream's spelling
   * @returns its record
   * @throws ConfigurationError when the space has none of that name
   */
  get(name: string): Hyperparameter {
    const found = this.hyperparameters.find(hyperparameter => hyperparameter.name === name)
    if (!found) throw this.#unknown(name, "space")
    return found
  }

  /**
   * Checks a configuration and completes it: constants that were left out are filled in. Nothing is
   * converted, and only own enumerable keys count.
   *
   * @param value anything; meant to be a `ConfigurationInput`
   * @param options see `ValidateOptions`
   * @returns a new frozen configuration with every hyperparameter
   * @throws ConfigurationError for the first thing that is wrong, unknown keys before values
   * @example
   * ```ts
   * jahsSpace.validate({ ...jahsSpace.defaultConfiguration(), LearningRate: 0.5 }).Optimizer // "SGD"
   * ```
   */
  validate(value: unknown, options: ValidateOptions = {}): Configuration {
    const { source = "configuration", extrapolate = false } = options
    const allowed = extrapolate ? this.#whole : this.hyperparameters
    const result = checkConfiguration(value, this.hyperparameters, allowed, source)
    if (Array.isArray(result)) throw new ConfigurationError(result[0]!.details)
    return result
  }

  /**
   * Finds where a configuration leaves this space.
   *
   * @param configuration a complete configuration of the whole space
   * @returns the first hyperparameter outside, in the space's order; null when all are inside
   */
  outside(configuration: Configuration): Outside | null {
    const values = configuration as unknown as Record<string, HyperparameterValue>
    for (const hyperparameter of this.hyperparameters) {
      const value = values[hyperparameter.name]!
      if (problemOf(hyperparameter, value) !== null) {
        return { name: hyperparameter.name, allowed: describeAllowed(hyperparameter), value }
      }
    }
    return null
  }

  /**
   * Draws a configuration, every hyperparameter independently and uniformly (log floats: uniformly in the
   * logarithm), in the order of `hyperparameters`; `draw` in sample.ts says what each kind consumes. The
   * same numbers give the same configuration in every release of this package.
   *
   * @param random source of the numbers
   * @returns a frozen configuration of this space
   * @throws {TypeError} for anything that draws no numbers, such as a seed
   * @example
   * ```ts
   * jahsSpace.sample(createRandom(1)).Optimizer // "SGD"
   * ```
   */
  sample(random: RandomSource): Configuration {
    if (typeof random?.integers !== "function") {
      throw new TypeError(
        `random: expected a source of numbers such as createRandom(seed), got ${show(random)}`,
      )
    }
    return this.#build(hyperparameter => draw(hyperparameter, random))
  }

  /** The configuration of all defaults, frozen. */
  defaultConfiguration(): Configuration {
    return this.#build(defaultOf)
  }

  /**
   * The part of this space inside a domain.
   *
   * @param domain lists of values and `[lower, upper]` of floats; an `epoch` in it is left to the caller
   * @param source what the domain is called in messages
   * @returns a new space; hyperparameters with one value left are constants in it
   * @throws ConfigurationError when the domain names something that is not in this space
   * @example
   * ```ts
   * jahsSpace.restrict({ N: [5], LearningRate: [0.001, 0.1] }).get("N").kind // "constant"
   * ```
   */
  restrict(domain: Domain, source = "domain"): Space {
    if (typeof domain !== "object" || domain === null || Array.isArray(domain)) {
      throw new ConfigurationError({ source, what: "no domain", expected: "an object", actual: show(domain) })
    }
    for (const name of Object.keys(domain)) {
      if (name !== "epoch" && !this.names.includes(name)) throw this.#unknown(name, source)
    }
    const narrowed = this.hyperparameters.map(hyperparameter =>
      Object.hasOwn(domain, hyperparameter.name)
        ? restrictHyperparameter(hyperparameter, domain[hyperparameter.name], source)
        : hyperparameter,
    )
    return new Space(narrowed, this.#whole)
  }

  #unknown(name: unknown, source: string): ConfigurationError {
    const meant = typeof name === "string" ? nearest(name, this.names) : undefined
    return new ConfigurationError({
      source,
      what: "unknown hyperparameter",
      expected: `one of ${this.names.join(", ")}`,
      actual: show(name),
      remedy: meant && `did you mean ${meant}?`,
    })
  }

  #build(choose: (hyperparameter: Hyperparameter) => HyperparameterValue): Configuration {
    const values: Record<string, HyperparameterValue> = {}
    for (const hyperparameter of this.hyperparameters) values[hyperparameter.name] = choose(hyperparameter)
    return Object.freeze(values) as unknown as Configuration
  }
}
