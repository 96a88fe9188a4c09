/** The OpenAPI document is one, and says what the service does. */
import { Validator } from "@seriousme/openapi-schema-validator"
import { expect, it } from "vitest"
import { asking, BASE } from "./ask.ts"

const documentOf = async (options = {}) => (await asking(options)("/openapi.json")).json

it("is valid OpenAPI 3.1, with and without tokens and counts", async () => {
  const secured = (
    await asking({ auth: { tokens: ["a-long-token"] }, metrics: true })("/openapi.json", {
      headers: { authorization: "Bearer a-long-token" },
    })
  ).json
  for (const document of [await documentOf(), secured]) {
    const validator = new Validator()
    expect(await validator.validate(document)).toEqual({ valid: true })
    expect(validator.version).toBe("3.1")
  }
  expect(secured.paths["/v1/tasks"].get.security).toEqual([{ bearer: [] }])
  expect(secured.paths["/health"].get.security).toEqual([])
})

it("finds what is wrong with a document that is not", async () => {
  const { info, ...rest } = await documentOf()
  expect(info.title).toBe("jahs-bench-201")
  expect((await new Validator().validate(rest)).valid).toBe(false)
})

it("has an example in every body of a benchmark, which the service answers", async () => {
  const ask = asking()
  const { paths } = await documentOf()
  let asked = 0
  for (const [path, { post }] of Object.entries<Record<string, never>>(paths)) {
    const content = (post as { requestBody?: { content: Record<string, { example?: unknown }> } } | undefined)
      ?.requestBody?.content["application/json"]
    if (!path.startsWith("/v1/{task}") || content === undefined) continue
    const { status } = await ask(path.replace("/v1/{task}/{release}", BASE), { json: content.example })
    expect(status, path).toBe(200)
    asked++
  }
  expect(asked).toBe(7)
})

it("names every status that a service can answer with", async () => {
  const { components } = await documentOf()
  expect(Object.keys(components.responses).map(Number)).toEqual([400, 404, 408, 413, 415, 422, 500])
})
