/**
 * The design space of JAHS-Bench-201 as data (Bansal et al., NeurIPS 2022, section 3 and Table 1), with
 * upstream's names, values and defaults.
 */

import type { CategoricalHyperparameter, Hyperparameter, IntegerHyperparameter } from "./hyperparameter.ts"
import { Space } from "./space.ts"

function operationOn(name: string, edge: string): CategoricalHyperparameter {
  return {
    kind: "categorical",
    name,
    role: "architecture",
    description: `Operation on edge ${edge} of the cell.`,
    valueType: "integer",
    values: [0, 1, 2, 3, 4],
    defaultValue: 0,
  }
}

function jahsHyperparameters(): Hyperparameter[] {
  return [
    operationOn("Op1", "1 to 2"),
    operationOn("Op2", "1 to 3"),
    operationOn("Op3", "1 to 4"),
    operationOn("Op4", "2 to 3"),
    operationOn("Op5", "2 to 4"),
    operationOn("Op6", "3 to 4"),
    {
      kind: "float",
      name: "LearningRate",
      role: "hyperparameter",
      description: "Initial learning rate, annealed by a cosine over 200 epochs.",
      lower: 1e-3,
      upper: 1,
      log: true,
      defaultValue: 0.1,
    },
    {
      kind: "float",
      name: "WeightDecay",
      role: "hyperparameter",
      description: "Weight decay of the optimizer.",
      lower: 1e-5,
      upper: 1e-2,
      log: true,
      defaultValue: 5e-4,
    },
    {
      kind: "categorical",
      name: "Activation",
      role: "hyperparameter",
      description: "Activation function of the network.",
      valueType: "string",
      values: ["ReLU", "Hardswish", "Mish"],
      defaultValue: "ReLU",
    },
    {
      kind: "categorical",
      name: "TrivialAugment",
      role: "hyperparameter",
      description: "Whether TrivialAugment prepares the training images, instead of the fixed transforms.",
      valueType: "boolean",
      values: [true, false],
      defaultValue: false,
    },
    {
      kind: "constant",
      name: "Optimizer",
      role: "hyperparameter",
      description: "Stochastic gradient descent with Nesterov momentum 0.9 and batches of 256.",
      valueType: "string",
      value: "SGD",
    },
    {
      kind: "ordinal",
      name: "N",
      role: "fidelity",
      description: "Number of cell repetitions in each of the three stages.",
      valueType: "integer",
      values: [1, 3, 5],
      defaultValue: 1,
    },
    {
      kind: "ordinal",
      name: "W",
      role: "fidelity",
      description: "Number of channels in the first stage; each further stage has twice as many.",
      valueType: "integer",
      values: [4, 8, 16],
      defaultValue: 4,
    },
    {
      kind: "ordinal",
      name: "Resolution",
      role: "fidelity",
      description: "Side of the input images as a share of the original side.",
      valueType: "float",
      values: [0.25, 0.5, 1],
      defaultValue: 1,
    },
  ]
}

/**
 * The whole design space. The experiments of the paper fix N = 5, W = 16 and Resolution = 1 unless one of
 * them is the fidelity under study; the defaults here are those of upstream's space.
 *
 * @example
 * ```ts
 * jahsSpace.numArchitectures // 15625
 * ```
 */
export const jahsSpace: Space = /* @__PURE__ */ new Space(/* @__PURE__ */ jahsHyperparameters())

/** The fidelity that is passed with a query instead of in a configuration: the number of epochs trained. */
export const epochFidelity: IntegerHyperparameter = /* @__PURE__ */ Object.freeze({
  kind: "integer",
  name: "epoch",
  role: "fidelity",
  description: "Number of epochs trained.",
  lower: 1,
  upper: 200,
  defaultValue: 200,
})
