/** What tells this package's tables from other Parquet files: two places, so that neither can be lost unnoticed. */

/** The key of the footer's metadata under which tables say where their index is. */
export const INDEX_KEY = "jahs-bench-201.index"

/** The name of the root of the schema, which stands in the footer's other half. */
export const ROOT_NAME = "jahs-bench-201.table"
