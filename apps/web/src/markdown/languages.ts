/** A language whose code is coloured: its name, and what else it is called behind a fence. */
type Language = { name: string; aliases: readonly string[] }

export const LANGUAGES = {
  bash: { name: 'Shell', aliases: ['sh', 'shell', 'zsh', 'console'] },
  c: { name: 'C', aliases: ['h'] },
  cpp: { name: 'C++', aliases: ['c++', 'cc', 'hpp', 'cxx'] },
  csharp: { name: 'C#', aliases: ['cs', 'c#'] },
  css: { name: 'CSS', aliases: [] },
  diff: { name: 'Diff', aliases: ['patch'] },
  dockerfile: { name: 'Dockerfile', aliases: ['docker'] },
  go: { name: 'Go', aliases: ['golang'] },
  ini: { name: 'INI', aliases: ['toml'] },
  java: { name: 'Java', aliases: [] },
  javascript: { name: 'JavaScript', aliases: ['js', 'jsx', 'mjs', 'cjs'] },
  json: { name: 'JSON', aliases: ['json5', 'jsonc'] },
  kotlin: { name: 'Kotlin', aliases: ['kt', 'kts'] },
  lua: { name: 'Lua', aliases: [] },
  php: { name: 'PHP', aliases: [] },
  python: { name: 'Python', aliases: ['py'] },
  ruby: { name: 'Ruby', aliases: ['rb'] },
  rust: { name: 'Rust', aliases: ['rs'] },
  sql: { name: 'SQL', aliases: [] },
  swift: { name: 'Swift', aliases: [] },
  typescript: { name: 'TypeScript', aliases: ['ts', 'tsx', 'mts', 'cts'] },
  xml: { name: 'HTML', aliases: ['html', 'svg', 'svelte', 'vue'] },
  yaml: { name: 'YAML', aliases: ['yml'] },
} as const satisfies Record<string, Language>

export type LanguageId = keyof typeof LANGUAGES

const IDS = new Map<string, LanguageId>(
  (Object.entries(LANGUAGES) as [LanguageId, Language][]).flatMap(([id, { aliases }]) =>
    [id, ...aliases].map((word): [string, LanguageId] => [word, id]),
  ),
)

/** Which language somebody named behind a fence; null for one that is not coloured. */
export function languageIdOf(word: string): LanguageId | null {
  return IDS.get(word.toLowerCase()) ?? null
}

/** What a language is called on the screen: `ts` is TypeScript, and what nobody knows keeps its word. */
export function languageName(word: string): string {
  const id = languageIdOf(word)
  // One grammar, two names.
  if (word.toLowerCase() === 'toml') return 'TOML'
  if (word.toLowerCase() === 'xml') return 'XML'
  return id ? LANGUAGES[id].name : word
}
