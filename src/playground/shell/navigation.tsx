/** The way from view to view. */

import type { JSX } from "preact"
import { hashOf } from "../state/location.ts"
import { placeOf, showView } from "../state/selection.ts"
import { views } from "../views.ts"

export interface NavigationProps {
  /** Name of the view that is shown. */
  readonly current: string
}

/** Links, so that a view opens in a tab of its own as anything else does. */
export function Navigation({ current }: NavigationProps): JSX.Element {
  const follow = (event: MouseEvent, name: string): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    if (name !== current) showView(name)
  }
  return (
    <nav aria-label="Views">
      <ul>
        {views.map(({ name, title }) => (
          <li key={name}>
            <a
              href={hashOf(placeOf(name))}
              aria-current={name === current ? "page" : undefined}
              onClick={event => follow(event, name)}
            >
              {title}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
