import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { postgresPrograms, type User, unprivilegedUser } from './postgres-files.ts'
import { freePort, ServerProcess, untilReady } from './server-process.ts'
import { removeAtExit } from './temporary.ts'

const run = promisify(execFile)

/** How PostgreSQL is to be. `isDurable` has it write through to the disk, which tests of anything else need not wait for. */
export type PostgresOptions = { isDurable?: boolean; settings?: Record<string, string> }

const USER = 'confab'

/** A PostgreSQL of one's own, on a free port of this machine, gone when this process is. */
export class Postgres {
  #port: number
  readonly #directory: string
  readonly #user: User | null
  readonly #programs: string
  #server: ServerProcess | null = null
  readonly #standbys: Postgres[] = []

  private constructor(port: number, directory: string, user: User | null, programs: string) {
    this.#port = port
    this.#directory = directory
    this.#user = user
    this.#programs = programs
  }

  static async start({ isDurable = false, settings = {} }: PostgresOptions = {}): Promise<Postgres> {
    const postgres = await Postgres.#create()
    await run(
      join(postgres.#programs, 'initdb'),
      [...['-D', postgres.#data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']],
      { ...postgres.#user, env: { PATH: process.env.PATH } },
    )
    postgres.#configure({
      fsync: isDurable ? 'on' : 'off',
      full_page_writes: isDurable ? 'on' : 'off',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      max_connections: '100',
      shared_buffers: '32MB',
      max_wal_senders: '4',
      hot_standby: 'on',
      ...settings,
    })
    await postgres.start()
    return postgres
  }

  static async #create(): Promise<Postgres> {
    const user = unprivilegedUser()
    const directory = mkdtempSync(join(tmpdir(), 'confab-postgres-'))
    removeAtExit(directory)
    if (user) chownSync(directory, user.uid, user.gid)
    return new Postgres(await freePort(), directory, user, await postgresPrograms(user))
  }

  get port(): number {
    return this.#port
  }

  /** Its first process, whose children are the others; null while it is stopped. */
  get pid(): number | null {
    return this.#server?.isRunning ? this.#server.pid : null
  }

  /** The database that is always there. */
  get url(): string {
    return this.urlOf('postgres')
  }

  /** Where a database of it is. */
  urlOf(database: string): string {
    return `postgres://${USER}@127.0.0.1:${this.port}/${database}`
  }

  /** A database nobody has used; answers where it is. */
  async createDatabase(): Promise<string> {
    const name = `confab_${randomBytes(6).toString('hex')}`
    await this.query(`CREATE DATABASE ${name}`)
    return this.urlOf(name)
  }

  /** Asks once, on a connection of its own. */
  async query(sql: string, database = 'postgres'): Promise<Record<string, unknown>[]> {
    const client = new pg.Client({ connectionString: this.urlOf(database), connectionTimeoutMillis: 2_000 })
    client.on('error', () => {})
    await client.connect()
    try {
      return (await client.query(sql)).rows
    } finally {
      await client.end()
    }
  }

  /** Starts it, again with the data it had. Resolves when it answers. */
  async start(): Promise<void> {
    const server = await ServerProcess.start({
      program: join(this.#programs, 'postgres'),
      args: ['-D', this.#data, '-p', String(this.port)],
      orphanSignal: 'QUIT',
      directory: this.#directory,
      ...(this.#user ? { user: this.#user } : {}),
    })
    this.#server = server
    await untilReady(server, 'PostgreSQL', async () => (await this.query('SELECT 1')).length === 1)
  }

  /** Stops it: `fast` ends its connections and writes all down, `immediate` is a crash. */
  async stop(how: 'fast' | 'immediate' = 'fast'): Promise<void> {
    await this.#server?.stop(how === 'fast' ? 'SIGINT' : 'SIGQUIT')
  }

  /**
   * Another PostgreSQL that follows this one, which is stopped for a moment to be copied. Of a synchronous one each commit waits until
   * it has it on its disk.
   */
  async createStandby({ isSynchronous }: { isSynchronous: boolean }): Promise<Postgres> {
    const standby = await Postgres.#create()
    await this.stop()
    // With its owner and all.
    await run('cp', ['-a', this.#data, standby.#data])
    writeFileSync(join(standby.#data, 'standby.signal'), '')
    standby.#configure({
      primary_conninfo: `host=127.0.0.1 port=${this.port} user=${USER} application_name=standby`,
    })
    await this.start()
    await standby.start()
    if (isSynchronous) {
      await this.query("ALTER SYSTEM SET synchronous_standby_names = 'standby'")
      await this.query('SELECT pg_reload_conf()')
      await this.#untilFollowed()
    }
    this.#standbys.push(standby)
    return standby
  }

  /** Promoted where the one it followed was, which has to be stopped: as when an address moves. */
  async takeOver(followed: Postgres): Promise<void> {
    await this.stop()
    this.#port = followed.port
    await this.start()
    await this.promote()
  }

  /** From a standby to a server of its own. Resolves when it takes writes. */
  async promote(): Promise<void> {
    await this.query('SELECT pg_promote()')
    // What it was told as a copy of the other would have it wait for a standby it does not have.
    await this.query('ALTER SYSTEM RESET ALL')
    await this.query('SELECT pg_reload_conf()')
  }

  /** Stops it, and takes its data away; its standbys' as well. */
  async destroy(): Promise<void> {
    for (const standby of this.#standbys) await standby.destroy()
    await this.stop('immediate')
    rmSync(this.#directory, { recursive: true, force: true })
  }

  get #data(): string {
    return join(this.#directory, 'data')
  }

  #configure(settings: Record<string, string>): void {
    const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`)
    appendFileSync(join(this.#data, 'postgresql.conf'), lines.join(''))
  }

  async #untilFollowed(): Promise<void> {
    for (let looks = 0; looks < 500; looks++) {
      const rows = await this.query("SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'")
      if (rows.length > 0) return
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
    throw new Error('The standby does not follow.')
  }
}
