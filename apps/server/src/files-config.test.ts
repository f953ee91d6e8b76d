import { describe, expect, test } from 'vitest'
import { ConfigError } from './environment.ts'
import { readFilesConfig } from './files-config.ts'

const MIB = 1024 * 1024
const S3 = {
  S3_ENDPOINT: 'https://s3.example.org',
  S3_BUCKET: 'confab',
  S3_ACCESS_KEY_ID: 'key',
  S3_SECRET_ACCESS_KEY: 'secret',
}

test('with nothing set they are in the data directory', () => {
  expect(readFilesConfig({}, '/data')).toEqual({
    storage: { kind: 'directory', directory: '/data/files' },
    fileBytesMax: 25 * MIB,
    space: { ofIdentity: 1_024 * MIB, ofRoom: 4_096 * MIB, inAll: 10_240 * MIB },
  })
})

test('nodes that share a database have none, unless they share a place for them', () => {
  expect(readFilesConfig({}, null).storage).toBeNull()
  expect(readFilesConfig({ CONFAB_FILES_DIR: '/mnt/files' }, null).storage).toEqual({
    kind: 'directory',
    directory: '/mnt/files',
  })
  expect(readFilesConfig(S3, null).storage).toEqual({
    kind: 's3',
    endpoint: 'https://s3.example.org',
    bucket: 'confab',
    region: 'us-east-1',
    accessKeyId: 'key',
    secretAccessKey: 'secret',
  })
  expect(readFilesConfig({ ...S3, S3_REGION: 'eu-central-1' }, '/data').storage).toMatchObject({
    region: 'eu-central-1',
  })
})

test('they can be off, and as large as one likes', () => {
  expect(readFilesConfig({ CONFAB_FILES: 'off', ...S3 }, '/data').storage).toBeNull()
  const sizes = {
    CONFAB_FILE_MIB_MAX: '2',
    CONFAB_FILES_MIB_PER_IDENTITY: '3',
    CONFAB_FILES_MIB_PER_ROOM: '4',
    CONFAB_FILES_MIB: '5',
  }
  expect(readFilesConfig(sizes, '/data')).toMatchObject({
    fileBytesMax: 2 * MIB,
    space: { ofIdentity: 3 * MIB, ofRoom: 4 * MIB, inAll: 5 * MIB },
  })
})

describe('what cannot be used is named, and no secret with it', () => {
  test.each([
    [{ ...S3, S3_BUCKET: '' }, 'S3_BUCKET'],
    [{ S3_BUCKET: 'confab' }, 'S3_ENDPOINT, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY'],
    [{ ...S3, S3_ENDPOINT: 's3.example.org' }, 'S3_ENDPOINT'],
    [{ ...S3, S3_ENDPOINT: 'ftp://s3.example.org' }, 'S3_ENDPOINT'],
    [{ ...S3, S3_BUCKET: '../other' }, 'S3_BUCKET'],
    [{ ...S3, CONFAB_FILES_DIR: '/mnt' }, 'CONFAB_FILES_DIR'],
    [{ CONFAB_FILES: 'maybe' }, 'CONFAB_FILES'],
    [{ CONFAB_FILE_MIB_MAX: '0' }, 'CONFAB_FILE_MIB_MAX'],
    [{ CONFAB_FILES_MIB: 'much' }, 'CONFAB_FILES_MIB'],
  ])('%j', (environment, name) => {
    const read = () => readFilesConfig(environment, '/data')
    expect(read).toThrow(ConfigError)
    expect(read).toThrow(name)
    expect(read).not.toThrow(/secret"/)
  })
})
