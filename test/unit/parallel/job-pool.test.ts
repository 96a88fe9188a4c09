import { afterEach, describe, expect, test } from "vitest"
import { JobPool } from "../../../src/parallel/job-pool.ts"
import type { Job, Port } from "../../../src/parallel/port.ts"
import { share } from "../../../src/parallel/share.ts"
import { line } from "../../support/line.ts"

/** What jobs are about here: a number to add, and how many jobs were done with it. */
interface Subject {
  readonly addend: number
  done: number
}

const table = {
  add(subject: Subject, { value }: { readonly value: number }): Float32Array {
    subject.done++
    if (value < 0) throw new RangeError(`value: expected 0 or more, got ${value}`)
    return Float32Array.of(value + subject.addend)
  },
}

const opened: JobPool<Subject>[] = []
afterEach(async () => {
  await Promise.all(opened.splice(0).map(pool => pool.close()))
})

/** A worker of this thread, whose subject is put beside the others. */
function worker(subjects: Subject[]): Port {
  return line(table, (addend: number): Subject => {
    if (addend > 99) throw new RangeError("too much")
    const subject = { addend, done: 0 }
    subjects.push(subject)
    return subject
  })
}

async function open(
  size: number,
  addend = 10,
): Promise<{ pool: JobPool<Subject>; there: Subject[]; here: Subject }> {
  const there: Subject[] = []
  const here = { addend, done: 0 }
  const pool = await JobPool.open(
    Array.from({ length: size }, () => worker(there)),
    table,
    addend,
    here,
  )
  opened.push(pool)
  return { pool, there, here }
}

const job = (value: number): Job => ({ name: "add", input: { value } })

async function collect(results: AsyncIterable<unknown>): Promise<number[]> {
  const found: number[] = []
  for await (const result of results) found.push((result as Float32Array)[0])
  return found
}

describe.each([0, 1, 2, 3])("%i workers", size => {
  test("give results in the order of the jobs", async () => {
    const { pool, there, here } = await open(size)
    const values = Array.from({ length: 40 }, (_, i) => i)
    expect(await collect(pool.results(values.map(job)))).toEqual(values.map(value => value + 10))
    expect(pool.size).toBe(size)
    expect(here.done).toBe(size === 0 ? 40 : 0)
    expect(there.reduce((sum, { done }) => sum + done, 0)).toBe(size === 0 ? 0 : 40)
    for (const { done } of there) expect(done).toBeGreaterThan(0)
  })

  test("take jobs only some ahead", async () => {
    const { pool } = await open(size)
    let taken = 0
    const jobs = function* (): Generator<Job, void, void> {
      for (;;) yield job(taken++)
    }
    const results = pool.results(jobs())
    for (let i = 0; i < 10; i++) {
      await results.next()
      expect(taken).toBeLessThanOrEqual(i + 2 + size + 1)
    }
    await results.return()
    expect(await collect(pool.results([job(1)]))).toEqual([11])
  })

  test("do jobs that others lead to", async () => {
    const { pool } = await open(size)
    // Every result below 40 leads to two more jobs.
    const values = [1]
    let [running, most] = [0, 0]
    const next = (): Job | null => {
      const value = values.shift()
      if (value === undefined) return null
      most = Math.max(most, ++running)
      return job(value)
    }
    const found: number[] = []
    for await (const { job, result } of pool.asTheyEnd(next)) {
      running--
      const { value } = job.input as { value: number }
      expect((result as Float32Array)[0]).toBe(value + 10)
      found.push(value)
      if (value < 40) values.push(2 * value, 2 * value + 1)
    }
    expect(found.sort((a, b) => a - b)).toEqual(Array.from({ length: 79 }, (_, i) => i + 1))
    expect(most).toBe(Math.max(1, size))
  })

  test("stop such jobs, too, and end in their errors", async () => {
    const { pool } = await open(size)
    const stop = new AbortController()
    const reason = new Error("enough")
    let taken = 0
    const next = (): Job => {
      if (taken === 20) stop.abort(reason)
      return job(taken++)
    }
    const drain = async (results: AsyncIterable<unknown>): Promise<void> => {
      for await (const _ of results);
    }
    await expect(drain(pool.asTheyEnd(next, stop.signal))).rejects.toBe(reason)
    expect(taken).toBeLessThan(30)
    await expect(drain(pool.asTheyEnd(() => job(-1)))).rejects.toThrow("value: expected 0 or more, got -1")
    expect(await collect(pool.results([job(1)]))).toEqual([11])
  })

  test("end in the error of the job, and go on", async () => {
    const { pool } = await open(size)
    await expect(collect(pool.results([1, -1, 2].map(job)))).rejects.toThrow(
      new RangeError("value: expected 0 or more, got -1"),
    )
    expect(await collect(pool.results([3, 4].map(job)))).toEqual([13, 14])
  })

  test("stop where they are told to", async () => {
    const { pool } = await open(size)
    const stop = new AbortController()
    const reason = new Error("enough")
    let taken = 0
    const jobs = function* (): Generator<Job, void, void> {
      for (;;) {
        if (taken === 20) stop.abort(reason)
        yield job(taken++)
      }
    }
    await expect(collect(pool.results(jobs(), stop.signal))).rejects.toBe(reason)
    expect(taken).toBeLessThan(30)
    await expect(collect(pool.results([job(1)], AbortSignal.abort(reason)))).rejects.toBe(reason)
    expect(await collect(pool.results([job(1)]))).toEqual([11])
  })

  test("answer nothing once closed", async () => {
    const { pool } = await open(size)
    await pool.close()
    await expect(collect(pool.results([job(1)]))).rejects.toThrow("the workers are closed")
  })
})

test("what is waited for while workers are closed is rejected", async () => {
  const { pool } = await open(2)
  const results = collect(pool.results(Array.from({ length: 20 }, (_, i) => job(i))))
  const rejected = expect(results).rejects.toThrow(/the workers (are|were) closed/)
  await pool.close()
  await rejected
})

test("a worker that cannot make the subject keeps the pool from opening", async () => {
  await expect(open(2, 100)).rejects.toThrow("could not make the jobs' subject")
})

test("a worker that cannot be started keeps the pool from opening", async () => {
  const reason = new Error("no such script")
  let isClosed = false
  const port: Port = {
    post() {},
    listen(_, onFailure) {
      setTimeout(() => onFailure(reason), 1)
    },
    async close() {
      isClosed = true
    },
  }
  await expect(JobPool.open([port, worker([])], table, 1, { addend: 1, done: 0 })).rejects.toBe(reason)
  expect(isClosed).toBe(true)
})

test("arrays are shared, whatever is around them", () => {
  const given = {
    text: "a",
    none: null,
    map: new Map([["a", 1]]),
    list: [Float32Array.of(1, 2), { bytes: Uint8Array.of(3) }],
    empty: new Int32Array(0),
  }
  const shared = share(given)
  expect(shared).toEqual(given)
  expect((shared.list[0] as Float32Array).buffer).toBeInstanceOf(SharedArrayBuffer)
  expect((shared.list[1] as { bytes: Uint8Array }).bytes.buffer).toBeInstanceOf(SharedArrayBuffer)
  expect(given.empty.buffer).toBeInstanceOf(ArrayBuffer)
})
