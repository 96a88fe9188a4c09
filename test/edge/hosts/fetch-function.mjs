/** Calls a function from request to response as Vercel does (by method) or as Netlify does (the default export). */
import { createServer } from "node:http"
import { pathToFileURL } from "node:url"
import { requestListener } from "jahs-bench-201/service/node"

const [, , file, style] = process.argv
const module = await import(pathToFileURL(file))

const call = {
  vercel: request => module[request.method]?.(request) ?? new Response(null, { status: 405 }),
  netlify: request => module.default(request, { geo: {}, ip: "127.0.0.1" }),
}[style]

const server = createServer(requestListener(async request => call(request)))
server.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${server.address().port}`))
process.once("SIGTERM", () => server.close())
