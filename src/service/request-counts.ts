/** Counts of requests in Prometheus' text format (version 0.0.4). */

/** Upper bounds of the histogram's buckets, in seconds: a query takes a fraction of a millisecond. */
const BUCKETS: readonly number[] = [
  0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10,
]

interface Durations {
  readonly buckets: number[]
  count: number
  sum: number
}

const PREFIX = "jahs_bench"

/** Counts for as long as the process lives; routes, methods and statuses are few, so that their product is. */
export class RequestCounts {
  private readonly requests = new Map<string, number>()
  private readonly durations = new Map<string, Durations>()
  private rows = 0

  /** Counts a request that was answered. */
  add(method: string, route: string, status: number, seconds: number): void {
    const key = `method="${method}",route="${route}",status="${status}"`
    this.requests.set(key, (this.requests.get(key) ?? 0) + 1)
    const durations = this.durations.get(route) ?? { buckets: BUCKETS.map(() => 0), count: 0, sum: 0 }
    this.durations.set(route, durations)
    durations.count++
    durations.sum += seconds
    BUCKETS.forEach((bound, k) => {
      if (seconds <= bound) durations.buckets[k]!++
    })
  }

  /** Counts configurations and rows that were answered. */
  addRows(rows: number): void {
    this.rows += rows
  }

  /** The counts as text. */
  text(): string {
    const lines = [
      `# HELP ${PREFIX}_requests_total Requests answered.`,
      `# TYPE ${PREFIX}_requests_total counter`,
      ...Array.from(this.requests, ([labels, count]) => `${PREFIX}_requests_total{${labels}} ${count}`),
      `# HELP ${PREFIX}_rows_total Configurations and rows answered.`,
      `# TYPE ${PREFIX}_rows_total counter`,
      `${PREFIX}_rows_total ${this.rows}`,
      `# HELP ${PREFIX}_request_seconds Time until an answer began.`,
      `# TYPE ${PREFIX}_request_seconds histogram`,
    ]
    const name = `${PREFIX}_request_seconds`
    for (const [route, { buckets, count, sum }] of this.durations) {
      const label = `route="${route}"`
      buckets.forEach((below, k) => {
        lines.push(`${name}_bucket{${label},le="${BUCKETS[k]}"} ${below}`)
      })
      lines.push(`${name}_bucket{${label},le="+Inf"} ${count}`)
      lines.push(`${name}_sum{${label}} ${sum}`, `${name}_count{${label}} ${count}`)
    }
    return `${lines.join("\n")}\n`
  }
}
