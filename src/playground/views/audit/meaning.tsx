/** What a broken law means, and what it does not. */

import type { JSX } from "preact"

/** Said before anything is measured. */
export function Meaning(): JSX.Element {
  return (
    <details class="audit-meaning">
      <summary>What a broken law means</summary>
      <p>
        A surrogate is a function that nobody wrote: trees that were fitted to measurements. Nothing made it
        keep these laws, and a breach is a fault of this model, neither of your code nor of training. Where
        laws break, an optimiser can be rewarded for what no network does.
      </p>
      <dl>
        <dt>certain</dt>
        <dd>
          Follows from what the metric is, or from what a surrogate is: every breach is an error of the model.
        </dd>
        <dt>expected</dt>
        <dd>
          Only the noise of training and measuring could break it: beyond what is allowed, it is most likely
          an error.
        </dd>
        <dt>usual</dt>
        <dd>Mostly holds: exceptions can be real.</dd>
      </dl>
      <p>
        “Kept” says that none of the cases tried broke the law: of random points, that leaves the interval;
        only “of all cells” is a count, and holds at the default hyperparameters alone. “Not testable” is
        never kept. The published predictions of the official surrogates break many of the laws, too; this
        audit is of this release and says nothing about those.
      </p>
    </details>
  )
}
