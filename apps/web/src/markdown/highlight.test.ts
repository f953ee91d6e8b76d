import { expect, test } from 'vitest'
import { highlight } from './highlight.ts'
import { LANGUAGES, type LanguageId, languageIdOf, languageName } from './languages.ts'

test.each(Object.keys(LANGUAGES) as LanguageId[])(
  '%s is coloured, and not a letter changes',
  async (language) => {
    const code = '<a b="c">\n// x "y" 12 # z\nif (true) { return "a" + 1; }\n- x: 2\n+ function f() {}\n</a>'
    const runs = await highlight(code, language)
    expect(runs?.map(({ text }) => text).join('')).toBe(code)
    expect(runs?.some(({ look }) => look !== null)).toBe(true)
  },
)

test('languages go by the names people give them', () => {
  expect(languageIdOf('TS')).toBe('typescript')
  expect(languageName('ts')).toBe('TypeScript')
  expect(languageName('toml')).toBe('TOML')
  expect(languageName('brainfuck')).toBe('brainfuck')
  for (const word of ['', 'constructor', '__proto__', 'toString']) expect(languageIdOf(word)).toBeNull()
})

test('[D10] what is too long for colours stays without', async () => {
  expect(await highlight('a\n'.repeat(3_000), 'c')).toBeNull()
  expect(await highlight('a'.repeat(500), 'c')).toBeNull()
})

test('[D10] hostile code costs its readers a moment, and then nothing more', async () => {
  const units = ['a', 'a ', '_', '0', '0.', '-', 'a:', '"', '<', '${', '(', '/*', '&', '~', '<<a\n', '\n']
  const worst = { ms: 0, of: '' }
  let allMs = 0
  let coloured = 0
  for (let round = 0; round < 3; round++) {
    for (const language of Object.keys(LANGUAGES) as LanguageId[]) {
      for (const unit of units) {
        const code = `${unit.repeat(Math.floor(300 / unit.length))}\n`.repeat(16)
        const startedAt = performance.now()
        const runs = await highlight(code, language)
        const ms = performance.now() - startedAt
        allMs += ms
        if (runs) coloured++
        if (runs) expect(runs.map(({ text }) => text).join('')).toBe(code)
        if (ms > worst.ms) Object.assign(worst, { ms, of: `${language} ${JSON.stringify(unit)}` })
      }
    }
  }
  console.info(
    `  the slowest of ${coloured} codes: ${worst.ms.toFixed(0)} ms ${worst.of}; all: ${allMs.toFixed(0)} ms`,
  )
  expect(worst.ms).toBeLessThan(2_000)
})
