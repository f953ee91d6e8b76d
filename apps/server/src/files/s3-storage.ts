import { openAsBlob } from 'node:fs'
import { Readable } from 'node:stream'
import { AwsClient } from 'aws4fetch'
import { S3_ANSWER_MS_MAX, S3_STORE_MS_MAX } from '../limits.ts'
import { type FileStorage, StorageUnavailable } from './file-storage.ts'

/** Which bucket of which S3 store, and who may. */
export type S3Settings = {
  endpoint: string
  bucket: string
  region: string
  accessKeyId: string
  secretAccessKey: string
}

/** How often a request is tried. Each may be done twice. */
const RETRIES = 2

/** Keeps files in a bucket of an S3 store, for many nodes together. Its answer is what says that they are kept. */
export function createS3Storage({ endpoint, bucket, ...account }: S3Settings): FileStorage {
  const client = new AwsClient({ ...account, service: 's3', retries: RETRIES })
  const urlOf = (key: string) => `${endpoint.replace(/\/$/, '')}/${bucket}/files/${key}`

  /** Asks, and gives up on an answer that does not begin in time; its bytes may take longer. */
  async function ask(key: string, request: RequestInit, msMax = S3_ANSWER_MS_MAX): Promise<Response> {
    const control = new AbortController()
    const timer = setTimeout(() => control.abort(), msMax)
    try {
      return await client.fetch(urlOf(key), { ...request, signal: control.signal })
    } catch (error) {
      throw new StorageUnavailable('The S3 store did not answer.', { cause: error })
    } finally {
      clearTimeout(timer)
    }
  }

  return {
    async put(key, path) {
      const body = await openAsBlob(path)
      // The line is TLS or one's own; the sum over the body would have to be made before its first byte goes out.
      const headers = {
        'x-amz-content-sha256': 'UNSIGNED-PAYLOAD',
        'content-type': 'application/octet-stream',
      }
      await done(await ask(key, { method: 'PUT', body, headers }, S3_STORE_MS_MAX), [200, 201, 204])
    },

    async open(key, range) {
      const headers: Record<string, string> = range ? { range: `bytes=${range.start}-${range.end}` } : {}
      const answer = await ask(key, { headers })
      if (answer.status === 404) {
        await answer.body?.cancel()
        return null
      }
      if (answer.status !== (range ? 206 : 200) || !answer.body) {
        await answer.body?.cancel()
        throw new StorageUnavailable(`The S3 store answered ${answer.status}.`)
      }
      const bytes = Number(answer.headers.get('content-length'))
      // Of the two types of a web stream, the one of the DOM and the one of Node, only the names differ.
      return { bytes, stream: Readable.fromWeb(answer.body as Parameters<typeof Readable.fromWeb>[0]) }
    },

    async remove(key) {
      await done(await ask(key, { method: 'DELETE' }), [200, 204, 404])
    },

    async close() {},
  }
}

async function done(answer: Response, fine: readonly number[]): Promise<void> {
  await answer.body?.cancel()
  if (!fine.includes(answer.status)) throw new StorageUnavailable(`The S3 store answered ${answer.status}.`)
}
