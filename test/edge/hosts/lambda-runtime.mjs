/**
 * Lambda's runtime, as the Runtime API's page asks of one: load the handler, then take invocation after
 * invocation. https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
 */
import { join } from "node:path"
import { pathToFileURL } from "node:url"

const { AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, _HANDLER } = process.env
const api = `http://${AWS_LAMBDA_RUNTIME_API}/2018-06-01/runtime`
const [file, name] = _HANDLER.split(".")
const { [name]: handler } = await import(pathToFileURL(join(LAMBDA_TASK_ROOT, `${file}.mjs`)))

for (;;) {
  const next = await fetch(`${api}/invocation/next`)
  const id = next.headers.get("lambda-runtime-aws-request-id")
  const event = await next.json()
  try {
    const result = await handler(event)
    await fetch(`${api}/invocation/${id}/response`, { method: "POST", body: JSON.stringify(result) })
  } catch (error) {
    const { name: errorType, message: errorMessage } = error
    await fetch(`${api}/invocation/${id}/error`, {
      method: "POST",
      headers: { "lambda-runtime-function-error-type": errorType },
      body: JSON.stringify({ errorType, errorMessage }),
    })
  }
}
