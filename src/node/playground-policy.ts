/** What the playground's page may do, as its own `<meta>` and the server's header say it. */

/**
 * Scripts and styles of the site alone, no other host, no text evaluated. Workers may also be made of text: an
 * optimiser that somebody pasted runs in one, and inherits all of this. `data:` and `blob:` images are figures.
 */
export const PAGE_POLICY: string = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ")
