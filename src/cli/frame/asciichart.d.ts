/** The part of asciichart that is used; the package has no types of its own. */
declare module "asciichart" {
  interface PlotOptions {
    height?: number
    symbols?: readonly string[]
    format?: (value: number) => string
    colors?: readonly (string | undefined)[]
  }
  const asciichart: { plot(series: readonly number[], options?: PlotOptions): string }
  export default asciichart
}
