/** A `fetch` that asks the worker: requests and responses travel as plain data. */

const worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" })
const waiting = new Map()
let last = 0

worker.addEventListener("message", ({ data: { id, status, headers, body } }) => {
  const isEmpty = [204, 304].includes(status)
  waiting.get(id)(new Response(isEmpty ? null : body, { status, headers }))
  waiting.delete(id)
})

/**
 * @param {Request} request
 * @returns {Promise<Response>}
 */
export async function askWorker(request) {
  const id = ++last
  const { url, method } = request
  const body = method === "GET" || method === "HEAD" ? null : await request.arrayBuffer()
  const answer = new Promise(resolve => waiting.set(id, resolve))
  worker.postMessage({ id, url, method, headers: [...request.headers], body })
  return answer
}
