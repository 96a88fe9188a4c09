/** The columns of the measured table: type, unit, meaning. */
import { epochFidelity, jahsSpace } from "../../src/space/index.ts"
import type { TableColumnType } from "../../src/table/parquet-reader.ts"

export interface MeasuredColumn {
  readonly name: string
  readonly type: TableColumnType
  readonly unit: string
  readonly description: string
}

const TYPES: Readonly<Record<string, TableColumnType>> = {
  LearningRate: "DOUBLE",
  WeightDecay: "DOUBLE",
  Resolution: "DOUBLE",
  Activation: "STRING",
  Optimizer: "STRING",
  TrivialAugment: "BOOLEAN",
}

const hyperparameters: readonly MeasuredColumn[] = [...jahsSpace.hyperparameters, epochFidelity].map(
  ({ name, description }) => ({ name, type: TYPES[name] ?? "INT32", unit: "", description }),
)

const double = (name: string, unit: string, description: string): MeasuredColumn => ({
  name,
  type: "DOUBLE",
  unit,
  description,
})

/** Columns that queries answer, in the order in which results list them. */
const labels: readonly MeasuredColumn[] = [
  double("FLOPS", "10⁶", "multiply-accumulates of convolutions and the classifier for one image"),
  double(
    "latency",
    "s",
    "mean processor time of one forward pass and loss, batch 256, over validation and test in all epochs so far",
  ),
  double(
    "runtime",
    "s",
    "processor time since the start of the run: building, augmentation, training, validation and test",
  ),
  double("size_MB", "10⁶", "trainable parameters; the name is the paper's"),
  double("train-acc", "%", "accuracy over the augmented training batches of the epoch, while training"),
  double("valid-acc", "%", "accuracy on the validation split after the epoch"),
  double("test-acc", "%", "accuracy on the test split after the epoch"),
  double(
    "train-loss",
    "nats",
    "mean cross-entropy over the augmented training batches of the epoch, while training",
  ),
  double("valid-loss", "nats", "mean cross-entropy on the validation split after the epoch"),
  double("test-loss", "nats", "mean cross-entropy on the test split after the epoch"),
  double("train_s", "s", "processor time of the epoch's training, augmentation included"),
  double("augment_s", "s", "processor time of the epoch's augmentation"),
  double("valid_s", "s", "processor time of the epoch's validation"),
  double("test_s", "s", "processor time of the epoch's test"),
  double("runtime_wall", "s", "wall-clock time since the start of the run; tells how busy the machine was"),
  double("lr", "", "learning rate of the epoch"),
  {
    name: "diverged",
    type: "BOOLEAN",
    unit: "",
    description: "1 from the epoch on in which the loss became NaN",
  },
  {
    name: "carried",
    type: "BOOLEAN",
    unit: "",
    description:
      "1 in the later epochs of a diverged run: not trained, its accuracies repeated, its times NaN",
  },
  {
    name: "config_index",
    type: "INT32",
    unit: "",
    description: "number of the configuration: measuredConfiguration(config_index, { repeat })",
  },
  {
    name: "repeat",
    type: "INT32",
    unit: "",
    description: "which run of the configuration: 0, or further seeds",
  },
  {
    name: "collection",
    type: "INT32",
    unit: "",
    description: "which span of measuring the run is of: 1, or 2 for what was added",
  },
  {
    name: "seed",
    type: "INT64",
    unit: "",
    description: "what seeds initial weights, order of images and augmentation",
  },
]

/** In the order in which the file has them. */
export const measuredColumns: readonly MeasuredColumn[] = [...hyperparameters, ...labels]

export const measuredLabels: readonly string[] = labels.map(({ name }) => name)
