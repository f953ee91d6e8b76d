import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { aDirectory } from './store-for-tests.ts'

/** A page long enough to be worth compressing. */
export const PAGE = `<!doctype html><title>Confab</title>${'<p>hello</p>'.repeat(200)}`

/** A built app as small as can be, in a folder whose own path has “assets” in it, with a secret beside it. */
export function aWebDirectory(): { directory: string; remove(): void } {
  const { directory: outside, remove } = aDirectory()
  const directory = join(outside, 'assets', 'app')
  mkdirSync(join(directory, 'assets'), { recursive: true })
  const write = (name: string, text: string) => {
    writeFileSync(join(directory, name), text)
    writeFileSync(join(directory, `${name}.br`), brotliCompressSync(text))
    writeFileSync(join(directory, `${name}.gz`), gzipSync(text))
  }
  write('index.html', PAGE)
  write('assets/main-Ab12Cd34.js', `console.log(${'1+'.repeat(500)}1)`)
  write(
    'security-headers.json',
    JSON.stringify({
      'Content-Security-Policy': "default-src 'none'",
      'Strict-Transport-Security': 'max-age=63072000',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'X-Content-Type-Options': 'nosniff',
    }),
  )
  writeFileSync(join(outside, 'secret.txt'), 'the secret')
  writeFileSync(join(outside, 'assets', 'secret.txt'), 'the secret')
  writeFileSync(join(directory, '.hidden'), 'the secret')
  return { directory, remove }
}
