/** Whether this machine can train: Debian's PyTorch, Pillow and Fashion-MNIST, which CI must have. */
import { spawnSync } from "node:child_process"
import { existsSync, readdirSync, readFileSync } from "node:fs"
import type { ConfigurationInput } from "../../src/space/index.ts"

export const python = "/usr/bin/python3"
export const images = "/usr/share/datasets/fashion-mnist"

const installed = spawnSync(python, ["-c", "import torch, numpy, PIL"]).status === 0 && existsSync(images)

/** Whether tests that train are left out: never with CI=true, where they fail instead. */
export const cannotTrain: boolean = !installed && process.env["CI"] !== "true"

if (cannotTrain)
  console.log(`training skipped: needs ${python} with python3-torch, python3-pil, and ${images}`)

/** A configuration whose epoch is the cheapest there is. */
export const cheapest: ConfigurationInput = {
  ...{ Op1: 1, Op2: 1, Op3: 0, Op4: 1, Op5: 1, Op6: 1 },
  LearningRate: 0.1,
  WeightDecay: 0.0005,
  Activation: "ReLU",
  TrivialAugment: false,
  ...{ N: 1, W: 4, Resolution: 0.25 },
}

/** Numbers of the processes, zombies included, that were started with a word in their command line. */
export function processesWith(word: string): number[] {
  return readdirSync("/proc")
    .filter(name => /^\d+$/.test(name))
    .filter(name => {
      try {
        return readFileSync(`/proc/${name}/cmdline`, "utf8").split("\0").includes(word)
      } catch {
        // It ended while the others were looked at.
        return false
      }
    })
    .map(Number)
}

/** Waits until something holds. */
export async function until(holds: () => boolean, milliseconds = 60_000): Promise<void> {
  for (const end = Date.now() + milliseconds; !holds(); ) {
    if (Date.now() > end) throw new Error(`not within ${milliseconds} ms: ${holds}`)
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}
