import { expect, test } from 'vitest'
import { isQuick, pageOf, withOverview } from './page.ts'
import { aReport, harbour, kitchen } from './testing/measured.ts'

const SCENARIOS = [kitchen, harbour]

test('the page says where it was measured, what is compared, and each scenario with its picture', () => {
  const page = pageOf(SCENARIOS, aReport(), ({ name }) =>
    name === 'kitchen' ? 'benchmark/kitchen.svg' : null,
  )
  expect(page).toContain('Measured 2026-05-04 on A machine, 2 cores, 8 GiB; Linux 6.1, Node v26.10.0.')
  expect(page).toContain('- **socket.io**: what socket.io keeps')
  expect(page).toContain(
    '## In the kitchen\n\nEverybody says the same.\n\n![In the kitchen](benchmark/kitchen.svg)',
  )
  expect(page).toContain('## At the harbour\n\nEverybody says the same.\n\n|')
  expect(page).not.toContain('quick run:')
})

test('figures of a quick run are called that', () => {
  expect(isQuick(aReport())).toBe(false)
  expect(pageOf(SCENARIOS, aReport(true), () => null)).toContain('These figures are from a quick run')
})

test('the overview takes its place in the README, and nothing else changes', () => {
  const readme = '# Confab\n\n<!-- bench: begin -->\nwhat was\n<!-- bench: end -->\n\nThe end.\n'
  const once = withOverview(readme, SCENARIOS, aReport())
  expect(once).toContain('| the kitchen')
  expect(once).not.toContain('what was')
  expect(once.startsWith('# Confab\n\n<!-- bench: begin -->\n|')).toBe(true)
  expect(once.endsWith('|\n<!-- bench: end -->\n\nThe end.\n')).toBe(true)
  expect(withOverview(once, SCENARIOS, aReport())).toBe(once)
})

test('a README without a place for it is not guessed at', () => {
  expect(() => withOverview('# Confab\n', SCENARIOS, aReport())).toThrow('no place')
})
