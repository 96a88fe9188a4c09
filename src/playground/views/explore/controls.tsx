/** The configuration at hand: the cell, and a control for everything else that the release lets vary. */

import type { JSX } from "preact"
import {
  createRandom,
  type Hyperparameter,
  type HyperparameterValue,
  jahsSpace,
} from "../../../entries/index.web.ts"
import type { BenchmarkFacts } from "../../engine/shared-operations.ts"
import { Choice } from "../../parts/choice.tsx"
import { Slider } from "../../parts/slider.tsx"
import { announce } from "../../state/announcement.ts"
import { isSamePoint, type Point } from "../../state/point.ts"
import { lookAt, MOST_PINS, pins, togglePin } from "../../state/selection.ts"
import { axesOf, movedTo, valueOn } from "./axis.ts"
import { CellGraph } from "./cell-graph.tsx"

export interface ControlsProps {
  readonly benchmark: BenchmarkFacts
  readonly point: Point
}

interface ControlProps {
  readonly hyperparameter: Hyperparameter
  readonly point: Point
}

function Control({ hyperparameter, point }: ControlProps): JSX.Element | null {
  const { name, kind } = hyperparameter
  const [axis] = axesOf([hyperparameter])
  if (kind === "constant" || axis === undefined) return null
  const value = valueOn(axis, point)
  if (kind === "float" || kind === "integer") {
    return (
      <Slider
        label={name}
        lower={hyperparameter.lower}
        upper={hyperparameter.upper}
        isLog={kind === "float" && hyperparameter.log}
        isInteger={kind === "integer"}
        value={value as number}
        onInput={changed => lookAt(movedTo(axis, point, changed))}
      />
    )
  }
  const { values } = hyperparameter
  const choose = (text: string): void => {
    const changed = values.find(allowed => String(allowed) === text)
    if (changed !== undefined) lookAt(movedTo(axis, point, changed))
  }
  return (
    <Choice
      label={name}
      values={values.map(String)}
      chosen={String(value)}
      onChoose={choose}
      nameOf={text => (text === "true" ? "on" : text === "false" ? "off" : text)}
    />
  )
}

function constantText(hyperparameters: readonly Hyperparameter[]): string {
  const constants = hyperparameters.flatMap(hyperparameter =>
    hyperparameter.kind === "constant" ? [[hyperparameter.name, hyperparameter.value] as const] : [],
  )
  return constants
    .map(([name, value]: readonly [string, HyperparameterValue]) => `${name} ${value}`)
    .join(" · ")
}

/** The panel on the left. */
export function Controls({ benchmark, point }: ControlsProps): JSX.Element {
  const { hyperparameters, card } = benchmark
  const isPinned = pins.value.some(pin => isSamePoint(pin, point))
  const isFull = pins.value.length >= MOST_PINS
  const draw = (): void => {
    const seed = crypto.getRandomValues(new Uint32Array(1))[0]!
    const configuration = jahsSpace.restrict(card.domain).sample(createRandom(seed))
    lookAt({ configuration, epoch: point.epoch })
    announce("A random configuration")
  }
  const pin = (): void => {
    togglePin(point)
    announce(isPinned ? "Pin taken away" : "Pinned")
  }
  return (
    <section class="panel controls" aria-labelledby="configuration-title">
      <h2 id="configuration-title">Configuration</h2>
      <CellGraph
        configuration={point.configuration}
        onChange={(name, operation) =>
          lookAt({ configuration: { ...point.configuration, [name]: operation }, epoch: point.epoch })
        }
      />
      {hyperparameters
        .filter(({ role }) => role !== "architecture")
        .map(hyperparameter => (
          <Control key={hyperparameter.name} hyperparameter={hyperparameter} point={point} />
        ))}
      <Slider
        label="epoch"
        lower={1}
        upper={200}
        isInteger
        value={point.epoch}
        onInput={epoch => lookAt({ configuration: point.configuration, epoch })}
      />
      <p class="constants">
        <small>The same in all of this release: {constantText(hyperparameters)}</small>
      </p>
      <div class="button-row">
        <button type="button" onClick={draw}>
          Random
        </button>
        <button type="button" class="primary" disabled={isFull && !isPinned} onClick={pin}>
          {isPinned ? "Take pin away" : "Pin"}
        </button>
      </div>
    </section>
  )
}
