/** What the jobs of a benchmark's workers are about. */

import type { SurrogateMap } from "../../surrogate/shared-surrogates.ts"

/** Searches that can run at the same time without being prepared again and again. */
const MAX_SEARCHES = 4

/** Surrogates, and the searches of them that are under way. */
export class JobSubject {
  readonly surrogates: SurrogateMap
  private readonly searches = new Map<number, unknown>()

  constructor(surrogates: SurrogateMap) {
    this.surrogates = surrogates
  }

  /**
   * What the jobs of a search have in common, made by the first of them.
   *
   * @param id of the search: all its jobs prepare the same
   */
  searchOf<Search>(id: number, prepare: () => Search): Search {
    const { searches } = this
    if (!searches.has(id)) {
      searches.set(id, prepare())
      const [oldest] = searches.keys()
      if (searches.size > MAX_SEARCHES) searches.delete(oldest)
    }
    return searches.get(id) as Search
  }
}
