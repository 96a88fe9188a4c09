/** The types of a configuration: one value for every hyperparameter of the design space. */

/** An operation on an edge of the cell; `operations` in cell.ts says which is which. */
export type OperationIndex = 0 | 1 | 2 | 3 | 4

/** The six operations of a cell, one an edge. */
export interface Architecture {
  readonly Op1: OperationIndex
  readonly Op2: OperationIndex
  readonly Op3: OperationIndex
  readonly Op4: OperationIndex
  readonly Op5: OperationIndex
  readonly Op6: OperationIndex
}

/** A complete configuration, as `validate` and `sample` return it: frozen, every hyperparameter set. */
export interface Configuration extends Architecture {
  readonly LearningRate: number
  readonly WeightDecay: number
  readonly Activation: "ReLU" | "Hardswish" | "Mish"
  readonly TrivialAugment: boolean
  readonly Optimizer: "SGD"
  readonly N: 1 | 3 | 5
  readonly W: 4 | 8 | 16
  readonly Resolution: 0.25 | 0.5 | 1
}

/** The name of a hyperparameter of the design space. */
export type HyperparameterName = keyof Configuration

/** Hyperparameters that a release may hold constant. */
export type OftenConstant = "Optimizer" | "N" | "W" | "Resolution"

/**
 * A configuration as a caller may write it: what is constant in the space at hand can be left out.
 * The types let Optimizer, N, W and Resolution be missing; whether they may be is checked at run time.
 */
export type ConfigurationInput = Omit<Configuration, OftenConstant> &
  Partial<Pick<Configuration, OftenConstant>>
