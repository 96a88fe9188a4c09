/** The key of a Parquet footer's metadata under which this package's tables say where their index is. */
export const INDEX_KEY = "jahs-bench-201"
