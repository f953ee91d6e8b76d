import { expect, test } from 'vitest'
import { readCommandLine } from './command-line.ts'

const read = (line: string) => readCommandLine(line.split(' ').filter(Boolean))

const CODE = 'k7m4qp2x9d'
const operate = (wish: object) => ({ name: 'operate', wish, isJson: false })

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
  ['rooms', operate({ wish: 'rooms', limit: 100 })],
  ['rooms --limit 5 --json', { ...operate({ wish: 'rooms', limit: 5 }), isJson: true }],
  ['rooms show K7M-4QP2-X9D', operate({ wish: 'room', code: CODE })],
  ['rooms close k7m4qp2x9d', operate({ wish: 'close-room', code: CODE })],
  ['rooms open k7m4qp2x9d', operate({ wish: 'open-room', code: CODE })],
  ['rooms delete k7m4qp2x9d --yes', operate({ wish: 'delete-room', code: CODE })],
  ['bans', operate({ wish: 'bans', code: null })],
  ['bans k7m4qp2x9d', operate({ wish: 'bans', code: CODE })],
  ['bans lift k7m4qp2x9d abc', operate({ wish: 'lift-ban', code: CODE, memberId: 'abc' })],
  ['users', operate({ wish: 'users' })],
  ['users show 7', operate({ wish: 'user', user: 7 })],
  ['reports', operate({ wish: 'reports', limit: 100 })],
  ['reports --limit 5', operate({ wish: 'reports', limit: 5 })],
  ['reports show 7', operate({ wish: 'report', report: 7 })],
  ['reports settle 7', operate({ wish: 'settle-report', report: 7, note: '' })],
  ['reports settle 7 --note spoken', operate({ wish: 'settle-report', report: 7, note: 'spoken' })],
  ['users sign-out 7', operate({ wish: 'sign-out', user: 7 })],
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
  ['rooms delete k7m4qp2x9d', '--yes'],
  ['rooms delete --yes', 'code is missing'],
  ['rooms show kitchen', 'no room code'],
  ['rooms lock k7m4qp2x9d', 'not “lock”'],
  ['rooms show k7m4qp2x9d k7m4qp2x9d', 'one code'],
  ['rooms toString k7m4qp2x9d', 'not “toString”'],
  ['rooms --limit none', 'a number'],
  ['rooms --force', 'alone'],
  ['rooms close k7m4qp2x9d --yes', 'belongs to rooms delete'],
  ['users --limit 5', 'belongs to rooms'],
  ['bans lift k7m4qp2x9d', 'the member'],
  ['bans k7m4qp2x9d abc', 'one code'],
  ['users show ana', 'a number'],
  ['users ban 7', 'not “ban”'],
  ['reports show', 'a number'],
  ['reports show 7 8', 'a number'],
  ['reports delete 7', 'not “delete”'],
  ['reports show 7 --note x', 'belongs to reports settle'],
  [`reports settle 7 --note ${'x'.repeat(501)}`, '500 characters'],
  ['check --note x', 'belong to rooms'],
  ['check --json', 'belong to rooms'],
])('“confab %s” is wrong, and says why', (line, why) => {
  expect(read(line)).toEqual({ name: 'wrong', reason: expect.stringContaining(why) })
})
