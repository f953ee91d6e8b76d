import S3rver from '@20minutes/s3rver'
import type { S3Settings } from '../files/s3-storage.ts'
import { aDirectory } from './store-for-tests.ts'

/** A real S3 server of one's own, which looks at signatures, with a bucket in it. */
export async function startS3() {
  const { directory, remove } = aDirectory()
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    vhostBuckets: false,
    configureBuckets: [{ name: 'confab' }],
  })
  const { port } = await server.run()
  const settings: S3Settings = {
    endpoint: `http://127.0.0.1:${port}`,
    bucket: 'confab',
    region: 'us-east-1',
    accessKeyId: 'S3RVER',
    secretAccessKey: 'S3RVER',
  }
  return {
    settings,
    /** Where it keeps what it is given. */
    directory,
    async close() {
      await server.close()
      remove()
    },
  }
}
