/** The example: the build copies it beside the scripts, and an import is its address, relative to the script. */

declare module "*examples/iris.ubj" {
  const address: string
  export default address
}
