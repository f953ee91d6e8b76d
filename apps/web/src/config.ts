/** The server's address as it is written into the page; empty when it is the page's own. */
export function serverMeta(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="confab-server"]')?.content.trim() ?? ''
}

/** Where the client connects: the server that `<meta name="confab-server">` names, or, when it is empty, the page's own. */
export function socketUrl(serverMeta: string, pageOrigin: string): string {
  const server = new URL(serverMeta.trim() || pageOrigin)
  const scheme = server.protocol === 'https:' ? 'wss:' : 'ws:'
  return `${scheme}//${server.host}/ws`
}
