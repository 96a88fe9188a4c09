/** Keeps a view that fails from taking the page along. */

import { Component, type ComponentChildren } from "preact"
import { Problem } from "../parts/problem.tsx"

interface Props {
  readonly children: ComponentChildren
}

interface State {
  readonly error: unknown
}

/** Shows what a view threw in its place, with a button that tries again. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null }

  static override getDerivedStateFromError(error: unknown): State {
    return { error }
  }

  override render(): ComponentChildren {
    const { error } = this.state
    if (error === null) return this.props.children
    return <Problem what="This view failed." error={error} onRetry={() => this.setState({ error: null })} />
  }
}
