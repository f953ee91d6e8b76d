import { join, resolve } from 'node:path'
import { ConfigError, type Environment, readCount } from './environment.ts'
import type { S3Settings } from './files/s3-storage.ts'
import { FILE_BYTES_MAX, FILES_MIB_ALL, FILES_MIB_PER_IDENTITY, FILES_MIB_PER_ROOM } from './limits.ts'
import type { FileSpace } from './store/file-table.ts'

/** What is set about files. */
export type FilesConfig = {
  /** Where their bytes are kept; null when nothing is set that all nodes could share, and then there are no files. */
  storage: { kind: 'directory'; directory: string } | ({ kind: 's3' } & S3Settings) | null
  fileBytesMax: number
  space: FileSpace
}

const MIB = 1024 * 1024

/** Reads what is set about files. `dataDirectory` is null when nodes share a database, and so no directory is one's own. */
export function readFilesConfig(environment: Environment, dataDirectory: string | null): FilesConfig {
  const inMib = (name: string, otherwise: number) => readCount(environment, name, otherwise) * MIB
  return {
    storage: environment.CONFAB_FILES === 'off' ? null : readStorage(environment, dataDirectory),
    fileBytesMax: inMib('CONFAB_FILE_MIB_MAX', FILE_BYTES_MAX / MIB),
    space: {
      ofIdentity: inMib('CONFAB_FILES_MIB_PER_IDENTITY', FILES_MIB_PER_IDENTITY),
      ofRoom: inMib('CONFAB_FILES_MIB_PER_ROOM', FILES_MIB_PER_ROOM),
      inAll: inMib('CONFAB_FILES_MIB', FILES_MIB_ALL),
    },
  }
}

function readStorage(environment: Environment, dataDirectory: string | null): FilesConfig['storage'] {
  const { CONFAB_FILES, CONFAB_FILES_DIR: directory } = environment
  if (CONFAB_FILES && CONFAB_FILES !== 'on')
    throw new ConfigError(`CONFAB_FILES must be on or off, but is "${CONFAB_FILES}"`)
  const s3 = readS3(environment)
  if (s3 && directory)
    throw new ConfigError('CONFAB_FILES_DIR and S3_BUCKET are both set: files are kept in one place')
  if (s3) return { kind: 's3', ...s3 }
  if (directory) return { kind: 'directory', directory: resolve(directory) }
  return dataDirectory === null ? null : { kind: 'directory', directory: join(dataDirectory, 'files') }
}

const S3_NAMES = ['S3_ENDPOINT', 'S3_BUCKET', 'S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'] as const

/** All of it or nothing: half a set is a mistake that would only show with the first file. */
function readS3(environment: Environment): S3Settings | null {
  const missing = S3_NAMES.filter((name) => !environment[name])
  if (missing.length === S3_NAMES.length) return null
  if (missing.length > 0)
    throw new ConfigError(`${missing.join(', ')} must be set as well: S3 needs all four`)
  const { S3_ENDPOINT = '', S3_BUCKET = '', S3_ACCESS_KEY_ID = '', S3_SECRET_ACCESS_KEY = '' } = environment
  if (!URL.canParse(S3_ENDPOINT) || !/^https?:$/.test(new URL(S3_ENDPOINT).protocol))
    throw new ConfigError('S3_ENDPOINT must be like https://s3.example.org, but is not')
  if (!/^[A-Za-z0-9._-]{1,100}$/.test(S3_BUCKET))
    throw new ConfigError('S3_BUCKET must be the name of a bucket, but is not')
  return {
    endpoint: S3_ENDPOINT,
    bucket: S3_BUCKET,
    region: environment.S3_REGION || 'us-east-1',
    accessKeyId: S3_ACCESS_KEY_ID,
    secretAccessKey: S3_SECRET_ACCESS_KEY,
  }
}
