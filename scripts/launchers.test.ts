import { expect, test } from 'vitest'
import { launchersOf } from './launchers.ts'

const chain = (...commands: string[]) => commands.map((command, index) => ({ pid: 100 - index, command }))
const commandsOf = (ancestors: { command: string }[]) => ancestors.map(({ command }) => command)

test('all that npx put between a person’s shell and the server is watched, the shell is not', () => {
  const ancestors = chain(
    'sh -c node scripts/start.ts',
    'pnpm start',
    "sh -c 'pnpm' start",
    'npm exec pnpm start',
    '-bash',
  )
  expect(commandsOf(launchersOf(ancestors))).toEqual(commandsOf(ancestors.slice(0, 4)))
})

test('a plain pnpm is watched as far as itself', () => {
  const ancestors = chain('sh -c node scripts/start.ts', '/usr/local/bin/pnpm start', 'tmux', 'systemd')
  expect(commandsOf(launchersOf(ancestors))).toEqual(commandsOf(ancestors.slice(0, 2)))
})

test('a server started by hand has nobody to watch', () => {
  expect(launchersOf(chain('-bash', 'sshd'))).toEqual([])
})
