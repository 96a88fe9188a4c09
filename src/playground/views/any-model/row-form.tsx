/** The row one looks at, as a form. */

import type { JSX } from "preact"
import { useId, useState } from "preact/hooks"
import { CopyButton } from "../../parts/copy-button.tsx"
import type { FeatureFacts, ModelFacts } from "./facts.ts"
import { floatOf, floatText } from "./float-text.ts"
import { middleRow, row, setRow, setValue } from "./state.ts"

/** Fields at a time: a model of thousands of features is searched. */
const SHOWN = 24

const TYPES: Readonly<Record<string, string>> = {
  int: "whole number",
  i: "0 or 1",
  c: "category",
  q: "number",
  float: "number",
}

interface FieldProps {
  readonly feature: FeatureFacts
  readonly column: number
}

function CategoryField({ feature, column, id }: FieldProps & { readonly id: string }): JSX.Element {
  const code = row.value[column]!
  return (
    <select
      id={id}
      value={Number.isNaN(code) ? "" : String(code)}
      onChange={({ currentTarget: { value } }) => setValue(column, value === "" ? Number.NaN : Number(value))}
    >
      <option value="">missing</option>
      {feature.categories!.map((category, value) => (
        <option key={category} value={value}>
          {category}
        </option>
      ))}
    </select>
  )
}

function NumberField({ column, id }: FieldProps & { readonly id: string }): JSX.Element {
  // What is being typed need not be a number yet.
  const [typed, setTyped] = useState<string | null>(null)
  const isWrong = typed !== null && floatOf(typed) === null
  const input = (text: string): void => {
    setTyped(text)
    const value = floatOf(text)
    if (value !== null) setValue(column, value)
  }
  return (
    <>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        placeholder="missing"
        value={typed ?? floatText(row.value[column]!)}
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}-wrong` : undefined}
        onInput={event => input(event.currentTarget.value)}
        onBlur={() => !isWrong && setTyped(null)}
      />
      {isWrong && (
        <small id={`${id}-wrong`} class="wrong">
          not a number: the value before counts
        </small>
      )}
    </>
  )
}

function Field({ feature, column }: FieldProps): JSX.Element {
  const id = useId()
  const { name, type, categories, numSplits } = feature
  const kind = categories !== null ? TYPES["c"] : TYPES[type ?? ""]
  return (
    <div class="row-field">
      <label for={id}>
        {name}{" "}
        <small>
          {type === "c" && categories === null ? "code of a category" : kind}
          {numSplits === 0 && " never split"}
        </small>
      </label>
      {categories === null ? (
        <NumberField feature={feature} column={column} id={id} />
      ) : (
        <CategoryField feature={feature} column={column} id={id} />
      )}
    </div>
  )
}

function rowText({ features }: ModelFacts): string {
  const values = features.map(({ name, categories }, column) => {
    const value = row.value[column]!
    return [name, Number.isNaN(value) ? null : (categories?.[value] ?? Number(floatText(value)))]
  })
  return JSON.stringify(Object.fromEntries(values))
}

/** The form. */
export function RowForm({ facts }: { readonly facts: ModelFacts }): JSX.Element {
  const [search, setSearch] = useState("")
  const { features } = facts
  const found = features
    .map((feature, column) => ({ feature, column }))
    .filter(({ feature }) => feature.name.toLowerCase().includes(search.trim().toLowerCase()))
  // Of many, those that are split most: the others hardly matter.
  if (features.length > SHOWN) found.sort((a, b) => b.feature.numSplits - a.feature.numSplits)
  const hidden = found.length - SHOWN
  return (
    <section class="panel" aria-label="Row">
      <h2>Row</h2>
      <p>
        <small>An empty field is a missing value, which takes every split’s default direction.</small>
      </p>
      {features.length > SHOWN && (
        <label class="row-search">
          <span>Find a feature</span>
          <input type="text" value={search} onInput={event => setSearch(event.currentTarget.value)} />
        </label>
      )}
      <div class="row-fields">
        {found.slice(0, SHOWN).map(({ feature, column }) => (
          <Field key={column} feature={feature} column={column} />
        ))}
      </div>
      {hidden > 0 && (
        <p>
          <small>and {hidden} more, which are split less</small>
        </p>
      )}
      <div class="button-row">
        <button type="button" class="quiet" onClick={() => setRow(middleRow(facts))}>
          Middle of the splits
        </button>
        <button
          type="button"
          class="quiet"
          onClick={() => setRow(new Float32Array(features.length).fill(Number.NaN))}
        >
          All missing
        </button>
        <CopyButton label="Copy as JSON" text={() => rowText(facts)} />
      </div>
    </section>
  )
}
