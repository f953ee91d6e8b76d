import { readCommandLine, USAGE } from './commands/command-line.ts'
import { ConfigError, readDatabaseUrl, readDataDirectory } from './config.ts'
import { readFilesConfig } from './files-config.ts'
import { VERSION } from './observability/version.ts'

// A terminal or a log pipe that goes away must not take the server with it.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {})

/** The exit code for what cannot be understood. */
const WRONG_USE = 2

/** Failures whose message says all that somebody can do about them. Others are ours, and show where they come from. */
const PLAIN = new Set([
  'DataDirectoryInUse',
  'DataMoved',
  'DatabaseDamaged',
  'DatabaseUnusable',
  'NotDone',
  'SchemaUnusable',
  'StoreUnavailable',
])

const command = readCommandLine(process.argv.slice(2))
try {
  await run()
} catch (error) {
  const task = { serve: 'start', operate: 'do it' }[command.name as string] ?? command.name
  process.stderr.write(`Confab cannot ${task}: ${reasonOf(error)}\n`)
  process.exit(1)
}

async function run(): Promise<void> {
  switch (command.name) {
    // Each is loaded when asked for: a backup needs no server in its memory.
    case 'serve': {
      const { serve } = await import('./commands/serve.ts')
      return serve(import.meta.url)
    }
    case 'backup':
    case 'restore': {
      endOnSignals()
      const { backupCommand, restoreCommand } = await import('./commands/upkeep.ts')
      refusePostgres(command.name)
      const perform = command.name === 'backup' ? backupCommand : restoreCommand
      process.stdout.write(await perform(keptHere(), command.file, command.isForced))
      return
    }
    case 'check': {
      const url = readDatabaseUrl(process.env)
      const { isWhole, words } =
        url === null
          ? await (await import('./commands/upkeep.ts')).checkCommand(keptHere())
          : await (await import('./commands/postgres.ts')).checkPostgresCommand(
              url,
              readFilesConfig(process.env, null).storage,
            )
      process.stdout.write(words)
      if (!isWhole) process.exitCode = 1
      return
    }
    case 'doctor': {
      const { doctorCommand } = await import('./commands/doctor.ts')
      const { server, app, isLong } = command
      const outside = server && { server, app, isLong }
      const isSound = await doctorCommand(process.env, outside, (line) => process.stdout.write(line))
      if (!isSound) process.exitCode = 1
      return
    }
    case 'move':
    case 'renew-epochs': {
      endOnSignals()
      const { moveCommand, renewEpochsCommand } = await import('./commands/postgres.ts')
      const url = existingDatabaseUrl()
      const words =
        command.name === 'move'
          ? await moveCommand(readDataDirectory(process.env), url)
          : await renewEpochsCommand(url)
      process.stdout.write(words)
      return
    }
    case 'operate': {
      const { operateCommand } = await import('./commands/operate.ts')
      const { isDone, words } = await operateCommand(process.env, command)
      process.stdout.write(words)
      if (!isDone) process.exitCode = 1
      return
    }
    case 'help':
      process.stdout.write(USAGE)
      return
    case 'version':
      process.stdout.write(`${VERSION}\n`)
      return
    case 'wrong':
      process.stderr.write(`${command.reason}.\n\n${USAGE}`)
      process.exitCode = WRONG_USE
  }
}

/** The data directory, and where its files lie. */
function keptHere() {
  const directory = readDataDirectory(process.env)
  return { directory, files: readFilesConfig(process.env, directory).storage }
}

function existingDatabaseUrl(): string {
  const url = readDatabaseUrl(process.env)
  if (url === null) throw new ConfigError('DATABASE_URL must say which PostgreSQL database, but is not set.')
  return url
}

/** Who has everything in PostgreSQL and asks for a backup must not believe that an empty data directory was one. */
function refusePostgres(task: 'backup' | 'restore'): void {
  if (readDatabaseUrl(process.env) === null) return
  throw new ConfigError(
    `DATABASE_URL is set, so everything is in PostgreSQL, which has tools of its own for a ${task}: see “PostgreSQL” in ` +
      'docs/self-hosting.md. For what lies in the data directory, run this without DATABASE_URL.',
  )
}

/** By a signal alone the process would end without tidying up. */
function endOnSignals(): void {
  process.once('SIGINT', () => process.exit(130))
  process.once('SIGTERM', () => process.exit(143))
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) throw error
  if (error instanceof ConfigError || PLAIN.has(error.name)) return error.message
  const code = 'code' in error ? error.code : null
  if (code === 'EADDRINUSE') return 'PORT is taken by another program. Set PORT to a free one.'
  if (code === 'ENOSPC' || ('errcode' in error && error.errcode === 13)) return 'The disk is full.'
  if (code === 'EACCES' || code === 'EROFS' || code === 'ENOENT') return `${error.message}.`
  throw error
}
