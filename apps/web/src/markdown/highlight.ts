import type { LanguageFn } from 'highlight.js'
import { createLowlight } from 'lowlight'
import type { LanguageId } from './languages.ts'

/** A stretch of code of one colour. */
export type Run = { text: string; look: Look | null }

export type Look = 'comment' | 'keyword' | 'literal' | 'name' | 'string' | 'added' | 'removed'

type Loaded = Promise<{ default: LanguageFn }>

/** Each language is a file of its own, fetched when the first code in it is on the screen. */
const GRAMMARS: Record<LanguageId, () => Loaded> = {
  bash: () => import('highlight.js/lib/languages/bash'),
  c: () => import('highlight.js/lib/languages/c'),
  cpp: () => import('highlight.js/lib/languages/cpp'),
  csharp: () => import('highlight.js/lib/languages/csharp'),
  css: () => import('highlight.js/lib/languages/css'),
  diff: () => import('highlight.js/lib/languages/diff'),
  dockerfile: () => import('highlight.js/lib/languages/dockerfile'),
  go: () => import('highlight.js/lib/languages/go'),
  ini: () => import('highlight.js/lib/languages/ini'),
  java: () => import('highlight.js/lib/languages/java'),
  javascript: () => import('highlight.js/lib/languages/javascript'),
  json: () => import('highlight.js/lib/languages/json'),
  kotlin: () => import('highlight.js/lib/languages/kotlin'),
  lua: () => import('highlight.js/lib/languages/lua'),
  php: () => import('highlight.js/lib/languages/php'),
  python: () => import('highlight.js/lib/languages/python'),
  ruby: () => import('highlight.js/lib/languages/ruby'),
  rust: () => import('highlight.js/lib/languages/rust'),
  sql: () => import('highlight.js/lib/languages/sql'),
  swift: () => import('highlight.js/lib/languages/swift'),
  typescript: () => import('highlight.js/lib/languages/typescript'),
  xml: () => import('highlight.js/lib/languages/xml'),
  yaml: () => import('highlight.js/lib/languages/yaml'),
}

/** What the grammars call things, and how it looks here. A few colours are enough to find one's way. */
const LOOKS: Record<string, Look> = {
  'hljs-comment': 'comment',
  'hljs-quote': 'comment',
  'hljs-meta': 'comment',
  'hljs-keyword': 'keyword',
  'hljs-selector-tag': 'keyword',
  'hljs-doctag': 'keyword',
  'hljs-name': 'keyword',
  'hljs-number': 'literal',
  'hljs-literal': 'literal',
  'hljs-symbol': 'literal',
  'hljs-bullet': 'literal',
  'hljs-variable': 'literal',
  'hljs-template-variable': 'literal',
  'hljs-title': 'name',
  'hljs-section': 'name',
  'hljs-type': 'name',
  'hljs-built_in': 'name',
  'hljs-attr': 'name',
  'hljs-attribute': 'name',
  'hljs-property': 'name',
  'hljs-selector-class': 'name',
  'hljs-selector-id': 'name',
  'hljs-string': 'string',
  'hljs-regexp': 'string',
  'hljs-link': 'string',
  'hljs-addition': 'added',
  'hljs-deletion': 'removed',
}

const lowlight = createLowlight()

/** Longer code, or code in longer lines, is read by machines: nobody misses colours there. */
const CODE_LENGTH_MAX = 5_000
const LINE_LENGTH_MAX = 400

/**
 * Most code takes a few milliseconds, but the grammars are made of regular expressions, and somebody who wants to can write what takes
 * them long (at most 0.3 s here, within the lengths above). What took longer than `SLOW_MS` is taken off this, and once it is used
 * up code stays without colours until the page is loaded again: nobody can keep a room busy with it.
 */
let patienceMs = 1_000
const SLOW_MS = 100

/** A code's runs of colour, in order; together they are the code again. Null for what is not worth it, or costs too much. */
export async function highlight(code: string, language: LanguageId): Promise<readonly Run[] | null> {
  if (code.length > CODE_LENGTH_MAX || code.split('\n').some((line) => line.length > LINE_LENGTH_MAX))
    return null
  if (!lowlight.registered(language)) lowlight.register(language, (await GRAMMARS[language]()).default)
  if (patienceMs <= 0) return null
  const startedAt = performance.now()
  const runs: Run[] = []
  collect(lowlight.highlight(language, code).children, null, runs)
  const tookMs = performance.now() - startedAt
  if (tookMs > SLOW_MS) patienceMs -= tookMs
  return runs
}

type Node = ReturnType<typeof lowlight.highlight>['children'][number]

function collect(nodes: readonly Node[], look: Look | null, runs: Run[]): void {
  for (const node of nodes) {
    if (node.type === 'text') runs.push({ text: node.value, look })
    else if (node.type === 'element')
      collect(node.children as Node[], lookOf(node.properties.className) ?? look, runs)
  }
}

function lookOf(classes: unknown): Look | null {
  const [first] = Array.isArray(classes) ? classes : []
  return typeof first === 'string' ? (LOOKS[first] ?? null) : null
}
