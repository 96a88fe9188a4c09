/** Wrangler imports these files as bytes. */
declare module "*.bin" {
  const bytes: ArrayBuffer
  export default bytes
}

declare module "*.ubj" {
  const bytes: ArrayBuffer
  export default bytes
}
