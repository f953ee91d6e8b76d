import { execFile } from 'node:child_process'
import { resolve } from 'node:path'
import { promisify } from 'node:util'

const WEB = resolve(import.meta.dirname, '../../apps/web')

/** Where the built gallery is. */
export const GALLERY = resolve(WEB, 'test-results/gallery')

/** Before the pictures are taken: built, it loads in a moment, and as the app does. */
export default async function buildGallery(): Promise<void> {
  const vite = resolve(WEB, 'node_modules/.bin/vite')
  await promisify(execFile)(vite, ['build', '--config', 'gallery.config.ts', '--logLevel', 'warn'], {
    cwd: WEB,
  })
}
