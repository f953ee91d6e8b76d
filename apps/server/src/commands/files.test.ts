import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { aKitchen } from '../testing/kitchen.ts'
import { folderOf } from './files.ts'
import { backupCommand, checkCommand, restoreCommand } from './upkeep.ts'

const kept = (directory: string) => ({
  directory,
  files: { kind: 'directory', directory: join(directory, 'files') } as const,
})

const filesIn = (folder: string) =>
  globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))

async function aPlace() {
  const kitchen = await aKitchen()
  const folder = mkdtempSync(join(tmpdir(), 'confab-files-'))
  onTestFinished(async () => {
    await kitchen.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const send = (text: string) =>
    kitchen.ana.sender.sendWell(new TextEncoder().encode(text), { name: 'a.txt' })
  const post = async (text: string) => kitchen.ana.post('', [(await send(text)).fileId])
  const here = kept(kitchen.node.dataDirectory)
  return { kitchen, folder, here, backup: join(folder, 'monday.confab'), send, post }
}

test('files go with a backup, from a server that runs, and come back with it', async () => {
  const { kitchen, folder, here, backup, send, post } = await aPlace()
  await post('said')
  await send('about to be said')
  const unsaid = await post('taken back')
  await kitchen.ana.deleteMessage(unsaid.messageId)

  expect(await backupCommand(here, backup, false)).toContain(`2 files (1 KiB) in ${folderOf(backup)}\n`)
  const texts = () =>
    filesIn(folderOf(backup))
      .map((path) => readFileSync(path, 'utf8'))
      .sort()
  expect(texts()).toEqual(['about to be said', 'said'])
  expect(await checkCommand(here)).toMatchObject({ isWhole: true, words: expect.stringContaining('2 files') })

  const there = kept(join(folder, 'there'))
  expect(await restoreCommand(there, backup, false)).toContain(
    `2 files (1 KiB) in ${there.files.directory}\n`,
  )
  expect((await checkCommand(there)).isWhole).toBe(true)
  expect(
    filesIn(there.files.directory)
      .map((path) => basename(path))
      .sort(),
  ).toEqual(
    filesIn(folderOf(backup))
      .map((path) => basename(path))
      .sort(),
  )

  // Once more under the same name: what was deleted since goes from it, what came since is in it.
  await post('said later')
  await backupCommand(here, backup, true)
  expect(texts()).toEqual(['about to be said', 'said', 'said later'])
}, 30_000)

test('a file that is missing, or not whole, is told of by name', async () => {
  const { folder, here, backup, post } = await aPlace()
  await post('one')
  await post('two')
  await backupCommand(here, backup, false)
  const [first, second] = filesIn(folderOf(backup))
  if (!first || !second) throw new Error('no files')
  rmSync(first)
  cpSync(join(folder, 'monday.confab'), second)

  const there = kept(join(folder, 'there'))
  expect(await restoreCommand(there, backup, false)).toContain('2 files of them are missing')
  const { isWhole, words } = await checkCommand(there)
  expect(isWhole).toBe(false)
  for (const path of [first, second]) expect(words).toContain(basename(path))
}, 30_000)

test('files in a bucket are not in a backup, and it says so', async () => {
  const { here, backup, post } = await aPlace()
  await post('said')
  const s3 = {
    kind: 's3',
    endpoint: 'http://localhost',
    bucket: 'b',
    region: '',
    accessKeyId: '',
    secretAccessKey: '',
  }
  const inBucket = { ...here, files: s3 as typeof s3 & { kind: 's3' } }
  expect(await backupCommand(inBucket, backup, false)).toContain('lie in the bucket, and are not in it')
  expect((await checkCommand(inBucket)).words).toContain('in a bucket, which was not looked at')
}, 30_000)
