/** Where the client connects: the server that `<meta name="confab-server">` names, or, when it is empty, the page's own. */
export function socketUrl(serverMeta: string, pageOrigin: string): string {
  const server = new URL(serverMeta.trim() || pageOrigin)
  const scheme = server.protocol === 'https:' ? 'wss:' : 'ws:'
  return `${scheme}//${server.host}/ws`
}
