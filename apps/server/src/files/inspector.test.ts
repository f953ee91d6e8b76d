import { execFileSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, onTestFinished, test } from 'vitest'
import { aDirectory } from '../testing/store-for-tests.ts'
import { createInspector, type InspectorOptions, InspectorUnavailable } from './inspector.ts'

function anInspector(options: InspectorOptions = {}) {
  const { directory, remove } = aDirectory()
  const inspector = createInspector(options)
  onTestFinished(() => {
    inspector.close()
    remove()
  })
  let files = 0
  const job = (bytes: Uint8Array | string) => {
    const path = join(directory, `file-${++files}`)
    writeFileSync(path, bytes)
    return { path, called: '', packedPath: `${path}.packed`, thumbnailPath: `${path}.thumbnail` }
  }
  const jobThatNeverEnds = () => {
    const endless = { ...job(''), path: join(directory, 'endless') }
    // What is read from it waits for somebody who writes.
    execFileSync('mkfifo', [endless.path])
    return endless
  }
  return {
    inspector,
    job,
    jobThatNeverEnds,
    inspect: (bytes: Uint8Array | string) => inspector.inspect(job(bytes)),
  }
}

const anImage = (side: number) =>
  sharp({
    create: {
      width: side,
      height: side,
      channels: 3,
      background: 'grey',
      noise: { type: 'gaussian', mean: 120, sigma: 40 },
    },
  })
    .png()
    .toBuffer()

test('files are looked through one after the other, whatever was before', async () => {
  const { inspect } = anInspector()
  const found = await Promise.all([
    inspect('words'),
    inspect(await anImage(100)),
    inspect('\0'),
    inspect('more words'),
  ])
  expect(found.map((one) => one?.outcome)).toEqual(['as-it-is', 'image', 'refused', 'as-it-is'])
}, 30_000)

test('[A48] one that takes too long costs its sender the file, and nobody else anything', async () => {
  const { inspector, inspect, jobThatNeverEnds } = anInspector({ msMax: 1_500 })
  await inspect('the process is there')
  const slow = inspector.inspect(jobThatNeverEnds())
  const next = inspect('words')
  expect(await slow).toEqual({ outcome: 'refused', code: 'unreadable' })
  expect(await next).toMatchObject({ mediaType: 'text/plain' })
}, 60_000)

test('[D10] so many wait, and no more', async () => {
  const { inspect } = anInspector({ waitingMax: 2 })
  const [first, second, third, fourth] = ['a', 'b', 'c', 'd'].map((text) => inspect(text))
  expect(fourth).toBeNull()
  for (const one of [first, second, third]) expect((await one)?.outcome).toBe('as-it-is')
  expect(await inspect('again')).toMatchObject({ outcome: 'as-it-is' })
}, 30_000)

test('a process that cannot be started is no refusal, and the next file finds one', async () => {
  const { inspector, job, inspect } = anInspector()
  const { execPath } = process
  process.execPath = '/nowhere/node'
  try {
    const both = [inspector.inspect(job('words')), inspector.inspect(job('more words'))]
    for (const one of both) await expect(one).rejects.toThrow(InspectorUnavailable)
  } finally {
    process.execPath = execPath
  }
  expect(await inspect('words')).toMatchObject({ outcome: 'as-it-is' })
}, 30_000)

test('without work the process goes, and comes back', async () => {
  const { inspect } = anInspector({ idleMs: 50 })
  for (let i = 0; i < 3; i++) {
    expect(await inspect('words')).toMatchObject({ outcome: 'as-it-is' })
    await new Promise((resolve) => setTimeout(resolve, 150))
  }
}, 30_000)

test('closed in the middle of a file it says that it did not come to it, which is no refusal', async () => {
  const { inspector, job } = anInspector()
  const image = job(await anImage(3_000))
  const answers = [inspector.inspect(image), inspector.inspect(job('words'))]
  const settled = Promise.allSettled(answers)
  await new Promise((resolve) => setTimeout(resolve, 50))
  inspector.close()
  expect((await settled).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(existsSync(image.path)).toBe(true)
}, 30_000)
