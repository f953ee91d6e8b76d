import { expect, test } from 'vitest'
import { readCommandLine } from './command-line.ts'

const read = (line: string) => readCommandLine(line.split(' ').filter(Boolean))

test.each([
  ['', { name: 'serve' }],
  ['check', { name: 'check' }],
  ['backup kitchen.confab', { name: 'backup', file: 'kitchen.confab', isForced: false }],
  ['backup --force kitchen.confab', { name: 'backup', file: 'kitchen.confab', isForced: true }],
  ['restore kitchen.confab --force', { name: 'restore', file: 'kitchen.confab', isForced: true }],
  ['restore -- --force', { name: 'restore', file: '--force', isForced: false }],
  ['move --from sqlite --to postgres', { name: 'move' }],
  ['doctor', { name: 'doctor', server: null, app: null, isLong: false }],
  [
    'doctor https://chat.example.org --app https://app.example.org/ --long',
    {
      name: 'doctor',
      server: new URL('https://chat.example.org'),
      app: new URL('https://app.example.org'),
      isLong: true,
    },
  ],
  ['renew-epochs', { name: 'renew-epochs' }],
  ['--help', { name: 'help' }],
  ['backup -h', { name: 'help' }],
  ['-v', { name: 'version' }],
])('“confab %s”', (line, command) => {
  expect(read(line)).toEqual(command)
})

test.each([
  ['backup', 'needs a file'],
  ['backup one two', 'one file'],
  ['restore', 'needs a file'],
  ['check one', 'no file'],
  ['serve', 'no command serve'],
  ['--force', 'belongs to'],
  ['check --force', 'belongs to'],
  ['--quiet', '--quiet'],
  ['move', 'one way yet'],
  ['move --from postgres --to sqlite', 'one way yet'],
  ['move --from sqlite', 'one way yet'],
  ['move --from sqlite --to postgres it', 'no file'],
  ['move --from sqlite --to postgres --force', 'belongs to'],
  ['check --from sqlite', 'belong to move'],
  ['doctor chat.example.org', 'one like https://'],
  ['doctor https://chat.example.org/ws', 'nothing behind'],
  ['doctor https://a.example.org https://b.example.org', 'one address'],
  ['doctor --long', 'need the server'],
  ['check --long', 'belong to doctor'],
  ['renew-epochs now', 'no file'],
  ['backup --force=no x', '--force'],
])('“confab %s” is wrong, and says why', (line, why) => {
  expect(read(line)).toEqual({ name: 'wrong', reason: expect.stringContaining(why) })
})
