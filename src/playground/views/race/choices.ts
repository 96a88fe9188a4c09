/** What a race is chosen to be: all of it in the address, but for a pasted optimiser, which no link may bring. */

import type { MetricName } from "../../../entries/index.web.ts"
import { choiceParameter, type Parameter, textParameter } from "../../state/parameter.ts"
import type { Objective } from "./objective.ts"
import type { Roster } from "./roster.ts"

export const MOST_SEEDS = 30
export const MOST_BUDGET = 200
export const MOST_WORKERS = 32

function integerParameter(name: string, fallback: number, most: number): Parameter<string> {
  return textParameter(name, String(fallback), text => {
    const value = Number(text)
    return Number.isInteger(value) && value >= 1 && value <= most ? String(value) : null
  })
}

/** Name of the ready study. */
export const rosterName: Parameter<string> = textParameter("race-study", "leaderboard", text => text)
/** Names of its arms, with commas between; nothing stands for those that are quick. */
export const armNames: Parameter<string> = textParameter("race-arms", "", text => text)
export const seeds: Parameter<string> = integerParameter("race-seeds", 5, MOST_SEEDS)
export const budget: Parameter<string> = integerParameter("race-budget", 30, MOST_BUDGET)
export const workers: Parameter<string> = integerParameter("race-workers", 1, MOST_WORKERS)
export const mode: Parameter<"asynchronous" | "synchronous"> = choiceParameter("race-mode", [
  "asynchronous",
  "synchronous",
])
const metric: Parameter<string> = textParameter("race-metric", "valid-acc", text => text)

/** The metric at hand, as far as the benchmark has it. */
export function metricAmong(metrics: readonly MetricName[]): MetricName {
  return metrics.find(name => name === metric.signal.value) ?? metrics[0]!
}

/** Chooses the metric. */
export const chooseMetric: (name: string) => void = metric.set

/** The study at hand. */
export function rosterAmong(rosters: readonly Roster[]): Roster {
  return (
    rosters.find(({ name }) => name === rosterName.signal.value) ??
    rosters.find(({ name }) => name === "leaderboard") ??
    rosters[0]!
  )
}

/** What a study's arms are told of. */
export function objectiveOf({ isOfFronts }: Roster, metrics: readonly MetricName[]): Objective {
  return isOfFronts ? "front" : metricAmong(metrics)
}

/** Names of those that race: who fits no model is quick, and a first race is to be seen at once. */
export function chosenArms({ arms }: Roster): readonly string[] {
  const named = armNames.signal.value.split(",")
  const known = arms.map(({ name }) => name).filter(name => named.includes(name))
  if (known.length > 0 || armNames.signal.value === "none") return known
  const quick = arms.filter(({ isModelBased }) => !isModelBased)
  return (quick.length > 1 ? quick : arms).map(({ name }) => name)
}

/** Lets an arm race, or not. */
export function toggleArm(roster: Roster, name: string): void {
  const chosen = chosenArms(roster)
  const next = roster.arms
    .map(arm => arm.name)
    .filter(other => (other === name ? !chosen.includes(name) : chosen.includes(other)))
  armNames.set(next.length === 0 ? "none" : next.join(","))
}
