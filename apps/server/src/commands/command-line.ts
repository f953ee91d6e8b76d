import { parseArgs } from 'node:util'
import { isOperators, readWish, type Wish } from './wish.ts'

/** What somebody asked for on the command line. `wrong` carries what cannot be understood. */
export type CommandLine =
  | { name: 'serve' | 'check' | 'move' | 'renew-epochs' | 'help' | 'version' }
  | { name: 'backup' | 'restore'; file: string; isForced: boolean }
  | { name: 'doctor'; server: URL | null; app: URL | null; isLong: boolean }
  | { name: 'operate'; wish: Wish; isJson: boolean }
  | { name: 'wrong'; reason: string }

/** What `confab --help` says. */
export const USAGE = `confab                   start the server
confab backup <file>     write everything into a file, and files into a folder beside it, while the server runs or not
confab restore <file>    put a backup in the place of an empty data directory
confab check             examine the database, while the server runs or not
confab doctor            look at what the settings lead to: the disk, PostgreSQL, Redis, the place of files
confab doctor <address>  look at a server as people reach it, through its proxy: https://chat.example.org
confab move --from sqlite --to postgres
                         move everything from the data directory into PostgreSQL
confab rooms             list the rooms, while the server runs or not; --limit 500 for more of them
confab rooms show <code>     one room, and who is in it
confab rooms close <code>    let nobody new in; rooms open <code> lets them in again
confab rooms delete <code>   erase a room with all that was said and sent in it; needs --yes
confab bans [<code>]     who is banned, in one room or in all; bans lift <code> <member> lets somebody come again
confab users             how many people there are
confab users show <number>   where somebody is, and on which devices; users sign-out <number> ends these
confab reports           what people reported and waits to be settled, the newest last; --limit 500 for more
confab reports show <number>    one report, with what it is about; reports settle <number> [--note “…”] is done with it
confab renew-epochs      after an older state of PostgreSQL came back: have everybody start afresh

  --force                backup: replace the file; restore: move what is there aside
  --app <address>        doctor: where the app is, when it is not at the server
  --long                 doctor: see as well, for 75 s, that silent lines are not cut
  --json                 rooms, bans, users, reports: print JSON, for programs
  --limit <number>       rooms: how many, the ones something happened in last first
  --note <text>          reports settle: what was done about it
  --yes                  rooms delete: yes, delete it
  -h, --help             show this
  -v, --version          show the version

The data directory is CONFAB_DATA_DIR, or ./data; PostgreSQL is DATABASE_URL. Settings are in the README, the rest is in docs/self-hosting.md.
`

/** Understands the arguments behind the program's name. Never throws. */
export function readCommandLine(args: readonly string[]): CommandLine {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        force: { type: 'boolean', default: false },
        app: { type: 'string' },
        long: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        limit: { type: 'string' },
        note: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', short: 'v', default: false },
      },
    })
    if (values.help) return { name: 'help' }
    if (values.version) return { name: 'version' }
    const { from, to, app, long, force } = values
    if (isOperators(positionals[0])) {
      if (force || long || app !== undefined || from !== undefined || to !== undefined)
        return wrong(`confab ${positionals[0]} takes --json, --limit, --note and --yes alone`)
      return readOperate(positionals, values)
    }
    if (values.json || values.yes || values.limit !== undefined || values.note !== undefined)
      return wrong('--json, --limit, --note and --yes belong to rooms, bans, users and reports')
    if (positionals[0] === 'doctor') return readDoctor(positionals.slice(1), values)
    if (app !== undefined || long) return wrong('--app and --long belong to doctor')
    if (positionals[0] === 'move') return readMove(positionals.slice(1), values)
    if (from !== undefined || to !== undefined) return wrong('--from and --to belong to move')
    return readCommand(positionals, values.force)
  } catch (error) {
    return wrong(error instanceof Error ? error.message : 'This cannot be understood')
  }
}

function readCommand([name, file, ...rest]: readonly string[], isForced: boolean): CommandLine {
  if (name === 'backup' || name === 'restore') {
    if (file === undefined || file === '') return wrong(`confab ${name} needs a file`)
    return rest.length > 0 ? wrong(`confab ${name} takes one file`) : { name, file, isForced }
  }
  if (isForced) return wrong('--force belongs to backup and restore')
  if (name === undefined) return { name: 'serve' }
  if (name !== 'check' && name !== 'renew-epochs') return wrong(`There is no command ${name}`)
  return file === undefined ? { name } : wrong(`confab ${name} takes no file`)
}

type Patient = { app?: string | undefined; long: boolean; force: boolean }

function readDoctor([address, ...rest]: readonly string[], { app, long, force }: Patient): CommandLine {
  if (force) return wrong('--force belongs to backup and restore')
  if (rest.length > 0) return wrong('confab doctor takes one address')
  if (address === undefined && (app !== undefined || long))
    return wrong('--app and --long need the server’s address')
  const [server, page] = [address, app].map(readOrigin)
  if (server === undefined || page === undefined)
    return wrong('An address is one like https://chat.example.org, with nothing behind it')
  return { name: 'doctor', server, app: page, isLong: long }
}

/** Null when nothing is said, undefined when it is no http(s) origin. */
function readOrigin(text: string | undefined): URL | null | undefined {
  if (text === undefined) return null
  const url = URL.canParse(text) ? new URL(text) : null
  return url && /^https?:$/.test(url.protocol) && [url.origin, `${url.origin}/`].includes(url.href)
    ? url
    : undefined
}

type Said = { json: boolean; yes: boolean; limit?: string | undefined; note?: string | undefined }

function readOperate(words: readonly string[], { json, yes, limit, note }: Said): CommandLine {
  const read = readWish(words, { isSure: yes, limit, note })
  return 'wrong' in read ? wrong(read.wrong) : { name: 'operate', wish: read, isJson: json }
}

type Way = { from?: string | undefined; to?: string | undefined; force: boolean }

function readMove(rest: readonly string[], { from, to, force }: Way): CommandLine {
  if (force) return wrong('--force belongs to backup and restore')
  if (rest.length > 0) return wrong('confab move takes no file')
  if (from !== 'sqlite' || to !== 'postgres')
    return wrong('There is one way yet: confab move --from sqlite --to postgres')
  return { name: 'move' }
}

const wrong = (reason: string): CommandLine => ({ name: 'wrong', reason: reason.replace(/\.$/, '') })
