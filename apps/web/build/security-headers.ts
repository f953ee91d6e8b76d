/** What every answer with a page or a file of the app carries, whoever serves it: names and values, ready to send. */
export type SecurityHeaders = Record<string, string>

/**
 * The headers for an app whose server stands at `serverOrigin` (such as `https://chat.example.org`), or, with null, where
 * the app itself comes from. Everything starts forbidden; each line of the policy gives one thing back.
 */
export function securityHeaders({ serverOrigin }: { serverOrigin: string | null }): SecurityHeaders {
  const server = serverOrigin === null ? '' : ` ${serverOrigin}`
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // What people send comes from the server; what somebody is about to send, from their own device.
    `img-src 'self' blob:${server}`,
    `media-src 'self' blob:${server}`,
    "manifest-src 'self'",
    "worker-src 'self'",
    `connect-src 'self'${serverOrigin === null ? '' : `${server} ${socketOrigin(serverOrigin)}`}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    // Svelte's own policy for the markup it was compiled to, and the one for the address of our worker; nothing else may make markup or
    // script of text.
    'trusted-types svelte-trusted-html confab-service-worker',
  ]
  return {
    'Content-Security-Policy': policy.join('; '),
    // Browsers heed this over https only, so plain http in a local network goes on working.
    'Strict-Transport-Security': 'max-age=63072000',
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy':
      'accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=(), xr-spatial-tracking=()',
  }
}

/** How long a file may be kept: hashed assets for good, everything else is asked for again each time. */
export function cacheControl(path: string): string {
  return path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
}

/**
 * Reads where the server is from a setting: an http(s) origin and nothing more; empty is null, the page's own origin.
 * Throws with the words to show when it is anything else.
 */
export function parseServerOrigin(setting: string): string | null {
  const text = setting.trim()
  if (text === '') return null
  const url = URL.canParse(text) ? new URL(text) : null
  const isBare = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
  if (!url || !isBare || !/^https?:$/.test(url.protocol)) {
    throw new Error(`The server's address must be an origin such as https://chat.example.org, not "${text}".`)
  }
  return url.origin
}

function socketOrigin(serverOrigin: string): string {
  return serverOrigin.replace(/^http/, 'ws')
}
