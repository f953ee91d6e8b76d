/** How a request is answered: with the app's page, with a file of the app that never changes, or by the network as ever. */
export type Way = 'page' | 'file' | 'network'

/** Addresses that the app routes by itself; all of them are one page. */
const PAGES = /^\/(index\.html)?$|^\/r\//

/** Files that are kept although their names stay the same from build to build. They change with the app, and come with it. */
const LASTING = /^\/(favicon\.svg|icon[^/]*\.(svg|png)|manifest\.webmanifest)$/

/** Decides by the address alone. Everything the app itself does not consist of (uploads, health, other sites) is not touched. */
export function wayOf(
  { method, mode, url }: { method: string; mode: string; url: string },
  origin: string,
): Way {
  const { origin: where, pathname } = new URL(url)
  if (method !== 'GET' || where !== origin) return 'network'
  if (mode === 'navigate') return PAGES.test(pathname) ? 'page' : 'network'
  return pathname.startsWith('/assets/') || LASTING.test(pathname) ? 'file' : 'network'
}
