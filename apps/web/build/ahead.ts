import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { build, type Rolldown } from 'vite'

const SOURCE = resolve(import.meta.dirname, '../ahead/ahead.ts')
const WORDS = /\/src\/words\/([a-z]{2})\.ts$/
const MODULE_SCRIPT = /( *)<script type="module"/

/** The files that each language is made of, besides what the page loads anyway. */
export function filesOfLanguages(bundle: Rolldown.OutputBundle): Record<string, string[]> {
  const chunks = Object.values(bundle).filter((file) => file.type === 'chunk')
  const page = bundle['index.html']
  const html = page?.type === 'asset' ? String(page.source) : ''
  const atOnce = new Set(chunks.map(({ fileName }) => fileName).filter((fileName) => html.includes(fileName)))
  const importsOf = new Map(chunks.map(({ fileName, imports }) => [fileName, imports]))
  const files: Record<string, string[]> = {}
  for (const chunk of chunks) {
    const language = WORDS.exec(chunk.facadeModuleId ?? '')?.[1]
    if (language === undefined) continue
    // With all they import, and what those import: one that is not asked for now is asked for a round trip later.
    const own = new Set([chunk.fileName])
    for (const fileName of own)
      for (const imported of importsOf.get(fileName) ?? []) if (!atOnce.has(imported)) own.add(imported)
    files[language] = [...own].map((fileName) => `/${fileName}`)
  }
  return files
}

/** Builds the script that runs ahead into `dist` and names it in the page; answers its path. */
export async function buildAhead(dist: string, bundle: Rolldown.OutputBundle): Promise<string> {
  const words = filesOfLanguages(bundle)
  if (Object.keys(words).length === 0) throw new Error('No language is a chunk of its own.')
  const built = await build({
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { WORDS: JSON.stringify(words) },
    build: {
      outDir: dist,
      emptyOutDir: false,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: {
        input: SOURCE,
        // It must not wait for the page, as a module would.
        output: { format: 'iife', entryFileNames: 'assets/ahead-[hash].js' },
      },
    },
  })
  const [output] = [built].flat()
  const path = output && 'output' in output ? `/${output.output[0].fileName}` : ''
  const html = readFileSync(join(dist, 'index.html'), 'utf8')
  if (!MODULE_SCRIPT.test(html)) throw new Error('This page names no script.')
  const named = html.replace(MODULE_SCRIPT, `$1<script src="${path}"></script>\n$&`)
  writeFileSync(join(dist, 'index.html'), named)
  return path
}
