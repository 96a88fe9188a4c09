/** The field for an optimiser of one's own. */

import type { JSX } from "preact"
import { useId } from "preact/hooks"
import { EXAMPLE, isOwnChosen, ownSource } from "./own-source.ts"
import { MOST_OWN_TRIALS } from "./race-setup.ts"

/** A module, and whether it races. */
export function OwnOptimiser(): JSX.Element {
  const help = useId()
  return (
    <details class="panel race-own">
      <summary>Your own optimiser</summary>
      <label class="race-check">
        <input
          type="checkbox"
          checked={isOwnChosen.value}
          onChange={event => {
            isOwnChosen.value = event.currentTarget.checked
          }}
        />
        Let it race
      </label>
      <label class="race-source">
        <span>A JavaScript module: what runStudy takes as an optimiser of your own</span>
        <textarea
          rows={18}
          wrap="off"
          spellcheck={false}
          autocapitalize="off"
          aria-describedby={help}
          value={ownSource.value}
          onInput={event => {
            ownSource.value = event.currentTarget.value
          }}
        />
      </label>
      <p id={help} class="race-note">
        It runs in a worker of its own, without network, storage or imports, and is stopped where it does not
        answer within three seconds. The evaluations stay outside: it is asked and told, {MOST_OWN_TRIALS}{" "}
        times a run at most. It is not part of the page’s address.
      </p>
      <button
        type="button"
        class="quiet"
        onClick={() => {
          ownSource.value = EXAMPLE
        }}
      >
        Back to the example
      </button>
    </details>
  )
}
