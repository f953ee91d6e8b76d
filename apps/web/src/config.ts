export type Config = {
  /** The origin people share links of: where this page came from. */
  pageOrigin: string
  /** Where the client connects. */
  socketUrl: string
}

/** The server is where `<meta name="confab-server">` says, or, when that is empty, where the page came from. */
export function readConfig(serverMeta: string, pageOrigin: string): Config {
  const server = new URL(serverMeta.trim() || pageOrigin)
  const scheme = server.protocol === 'https:' ? 'wss:' : 'ws:'
  return { pageOrigin, socketUrl: `${scheme}//${server.host}/ws` }
}

/** The link that brings somebody to a room's door. */
export function roomLink(pageOrigin: string, formattedCode: string): string {
  return `${pageOrigin}/r/${formattedCode}`
}
