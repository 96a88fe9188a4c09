/** Wrangler and other bundlers for workers import `.bin` files as bytes. */
declare module "*.bin" {
  const bytes: ArrayBuffer
  export default bytes
}
