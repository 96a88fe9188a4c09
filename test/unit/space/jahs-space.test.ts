import { expect, test } from "vitest"
import { epochFidelity, jahsSpace } from "../../../src/space/jahs-space.ts"

test("the design space is the paper's", () => {
  const rows = jahsSpace.hyperparameters.map(hyperparameter => {
    const { description, ...facts } = hyperparameter
    expect(description).toMatch(/^[A-Z].*\.$/)
    return facts
  })
  const op = {
    kind: "categorical",
    role: "architecture",
    valueType: "integer",
    values: [0, 1, 2, 3, 4],
    defaultValue: 0,
  }
  expect(rows).toEqual([
    ...["Op1", "Op2", "Op3", "Op4", "Op5", "Op6"].map(name => ({ ...op, name })),
    {
      kind: "float",
      name: "LearningRate",
      role: "hyperparameter",
      lower: 0.001,
      upper: 1,
      log: true,
      defaultValue: 0.1,
    },
    {
      kind: "float",
      name: "WeightDecay",
      role: "hyperparameter",
      lower: 0.00001,
      upper: 0.01,
      log: true,
      defaultValue: 0.0005,
    },
    {
      kind: "categorical",
      name: "Activation",
      role: "hyperparameter",
      valueType: "string",
      values: ["ReLU", "Hardswish", "Mish"],
      defaultValue: "ReLU",
    },
    {
      kind: "categorical",
      name: "TrivialAugment",
      role: "hyperparameter",
      valueType: "boolean",
      values: [true, false],
      defaultValue: false,
    },
    { kind: "constant", name: "Optimizer", role: "hyperparameter", valueType: "string", value: "SGD" },
    {
      kind: "ordinal",
      name: "N",
      role: "fidelity",
      valueType: "integer",
      values: [1, 3, 5],
      defaultValue: 1,
    },
    {
      kind: "ordinal",
      name: "W",
      role: "fidelity",
      valueType: "integer",
      values: [4, 8, 16],
      defaultValue: 4,
    },
    {
      kind: "ordinal",
      name: "Resolution",
      role: "fidelity",
      valueType: "float",
      values: [0.25, 0.5, 1],
      defaultValue: 1,
    },
  ])
  expect(jahsSpace.numArchitectures).toBe(15_625)
})

test("the epoch is a fidelity of its own, outside the configurations", () => {
  expect(epochFidelity).toMatchObject({
    kind: "integer",
    name: "epoch",
    lower: 1,
    upper: 200,
    defaultValue: 200,
  })
  expect(jahsSpace.names).not.toContain("epoch")
})
