import { join } from 'node:path'
import { proveRedis } from '../broker/prove-redis.ts'
import { type Config, ConfigError, readConfig } from '../config.ts'
import { examineDirectory, examineStorage } from '../doctor/at-home.ts'
import { type Finding, faultWords, look, well, wrong } from '../doctor/finding.ts'
import { examineFromOutside, type Outside } from '../doctor/from-outside.ts'
import { examineSettings } from '../doctor/settings.ts'
import { createS3Storage } from '../files/s3-storage.ts'
import { keepDatabase } from '../store/postgres/keep-database.ts'
import { type PostgresSettings, readSettings } from '../store/postgres/settings.ts'

/** How long Redis may take to repeat a word, in milliseconds. */
const REDIS_PATIENCE_MS = 5_000

const SIGN = { well: '  ok  ', look: 'look  ', wrong: 'WRONG ' }

/**
 * `confab doctor`: at home it looks at what the settings lead to, and given an address, at what people reach there. Prints as it goes;
 * answers whether nothing is wrong.
 */
export async function doctorCommand(
  environment: Record<string, string | undefined>,
  outside: Outside | null,
  print: (line: string) => void,
): Promise<boolean> {
  let isSound = true
  for await (const finding of outside ? examineFromOutside(outside) : examineAtHome(environment)) {
    if (finding.verdict === 'wrong') isSound = false
    print(`${SIGN[finding.verdict]}${finding.words}\n`)
    if (finding.verdict !== 'well') print(`      ${finding.advice}\n`)
  }
  if (!outside)
    print('What people reach is looked at with its address: confab doctor https://chat.example.org\n')
  return isSound
}

async function* examineAtHome(environment: Record<string, string | undefined>): AsyncGenerator<Finding> {
  const config = settingsOf(environment)
  if (typeof config === 'string') {
    yield wrong(config, 'The server does not start with this. The README lists all settings.')
    return
  }
  yield well('The settings can be read.')
  yield* examineSettings(config)
  if (config.databaseUrl === null) yield* await examineDirectory(config.dataDirectory)
  else yield* await examineDatabase(config.databaseUrl)
  if (config.redisUrl !== null) yield await examineRedis(config.redisUrl)
  else if (config.databaseUrl !== null)
    yield look(
      'There is no Redis: several nodes hear of each other’s messages up to half a second later.',
      'Set REDIS_URL, unless there is one node.',
    )
  yield* await examineFiles(config)
  if (config.push === null) yield look('Nobody is called while their tab is closed.', 'CONFAB_PUSH is off.')
}

function settingsOf(environment: Record<string, string | undefined>): Config | string {
  try {
    return readConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.message
    throw error
  }
}

async function examineDatabase(url: string): Promise<Finding[]> {
  try {
    return examinePostgres(await keepDatabase(url, readSettings, { isLookedAt: true }))
  } catch (error) {
    return [wrong(`${faultWords(error)}.`, 'Nobody can read or post until that works.')]
  }
}

/** Looks at the settings of PostgreSQL on which what Confab promises rests. */
function examinePostgres({ fsync, fullPageWrites, synchronousCommit, version }: PostgresSettings): Finding[] {
  const findings: Finding[] = []
  const off = [
    fsync ? '' : 'fsync',
    fullPageWrites ? '' : 'full_page_writes',
    synchronousCommit === 'off' ? 'synchronous_commit' : '',
  ]
  for (const name of off.filter(Boolean))
    findings.push(
      wrong(
        `PostgreSQL has ${name} off: what people were told is kept can be gone after a power cut.`,
        `Set ${name} = on.`,
      ),
    )
  return findings.length > 0 ? findings : [well(`PostgreSQL ${version} answers, and keeps what it confirms.`)]
}

async function examineRedis(url: string): Promise<Finding> {
  try {
    await proveRedis(url, REDIS_PATIENCE_MS)
    return well('Redis repeats what it is told.')
  } catch (error) {
    return wrong(
      `Redis does not work: ${faultWords(error)}.`,
      'Messages reach people at other nodes half a second later until it does.',
    )
  }
}

async function examineFiles({ files: { storage }, dataDirectory }: Config): Promise<Finding[]> {
  if (!storage)
    return [
      look(
        'Nobody can send files.',
        'CONFAB_FILES is off, or nodes share no place for them: CONFAB_FILES_DIR or S3_BUCKET.',
      ),
    ]
  if (storage.kind === 's3')
    return [await examineStorage(createS3Storage(storage), `the bucket ${storage.bucket}`)]
  // Among the data it was looked at with them.
  return storage.directory.startsWith(join(dataDirectory, '/')) ? [] : examineDirectory(storage.directory)
}
