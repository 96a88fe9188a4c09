/** The floors of the house, ground floor first: a folder imports only from folders above it in this list. */
const floors = [
  ["^src/(errors|escaped|nearest|version)\\.ts$"],
  ["^src/numeric/", "^src/bytes/", "^src/random/", "^src/parallel/"],
  ["^src/formats/", "^src/pickle/"],
  ["^src/forest/"],
  ["^src/predict/", "^src/explain/"],
  ["^src/space/"],
  ["^src/surrogate/"],
  ["^src/benchmark/"],
  ["^src/search/", "^src/table/", "^src/live/"],
  ["^src/training/", "^src/release/", "^src/testing/", "^src/wire/"],
  ["^src/experiments/", "^src/service/", "^src/client/"],
  ["^src/node/"],
  ["^src/entries/"],
  ["^src/cli/", "^src/playground/"],
]

const upward = floors.slice(0, -1).map((folders, floor) => ({
  name: `floor-${floor}-looks-down-only`,
  comment: "Data flows one way; see CONTRIBUTING.md.",
  severity: "error",
  from: { path: folders },
  to: { path: floors.slice(floor + 1).flat() },
}))

/** The rooms of large folders, lowest first: a room imports from earlier ones, and none of those beside it. */
const rooms = {
  predict: [["kernels"], ["booster"], ["pack", "grid", "regions"]],
  benchmark: [["regions"], ["workers"]],
  search: [["cube"], ["priors", "trials", "clock"], ["models", "brackets"], ["optimisers"]],
  experiments: [["analysis", "noise"], ["report"]],
  cli: [["frame"], ["input"], ["lines"], ["output"], ["commands"]],
  playground: [["engine"], ["state"], ["parts"], ["views"], ["shell"]],
}

const sideways = Object.entries(rooms).flatMap(([folder, steps]) =>
  steps.flatMap((step, index) =>
    step.map(room => ({
      name: `room-${folder}/${room}-looks-down-only`,
      comment: "Data flows one way, inside of a folder, too; see CONTRIBUTING.md.",
      severity: "error",
      from: { path: `^src/${folder}/${room}/` },
      to: {
        path: `^src/${folder}/(${steps.slice(index).flat().join("|")})/`,
        pathNot: `^src/${folder}/${room}/`,
      },
    })),
  ),
)

module.exports = {
  forbidden: [
    ...upward,
    ...sideways,
    { name: "no-circular", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-runtime-below-the-edges",
      comment: "Only runtime edges and the command line may name node: modules.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(node|cli)/" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "libraries-only-where-bundled",
      comment: "The published package has no dependencies: what is bundled is named here.",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/(cli|playground)/" },
      to: {
        dependencyTypes: ["npm", "npm-dev"],
        pathNot:
          "node_modules/(@hono/node-server|hyparquet|hyparquet-writer|@noble/hashes|@standard-schema/spec|fast-check|ky|modern-tar|p-limit|vega|vega-interpreter|vega-lite|yocto-queue)/",
      },
    },
    {
      name: "fast-check-only-behind-its-entry",
      comment: "It is an optional peer: who does not import ./fast-check must not need it.",
      severity: "error",
      from: { path: "^src/(entries|cli)/", pathNot: "^src/entries/fast-check\\.ts$" },
      to: { path: "node_modules/fast-check/", reachable: true },
    },
    {
      name: "playground-by-public-entries",
      comment:
        "The page is a user of the package: what it needs, others need, too. In browsers' variants only.",
      severity: "error",
      from: { path: "^src/playground/" },
      to: {
        path: "^src/",
        pathNot:
          "^src/(playground/|entries/(client|experiments|explain|fast-check|index\\.web|search|service|training|trees)\\.ts$)",
      },
    },
    {
      name: "playground-views-apart",
      comment:
        "A view can be taken away without touching another: what two of them need is in parts/ or state/.",
      severity: "error",
      from: { path: "^src/playground/views/([^/]+)/" },
      to: { path: "^src/playground/(views/|shell/|views\\.ts)", pathNot: "^src/playground/views/$1/" },
    },
    {
      name: "playground-parts-below-views",
      comment: "Parts and state are what views are made of.",
      severity: "error",
      from: { path: "^src/playground/(parts|state)/" },
      to: { path: "^src/playground/(views/|shell/|views\\.ts|main)" },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default", "types"],
    },
  },
}
