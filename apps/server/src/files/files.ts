import type { Clock } from '../clock.ts'
import type { FilesConfig } from '../files-config.ts'
import type { Counters } from '../observability/counters.ts'
import type { Log } from '../observability/log.ts'
import type { FileTable } from '../store/file-table.ts'
import { FileLinks } from './file-links.ts'
import type { FileStorage } from './file-storage.ts'
import { FileSweep } from './file-sweep.ts'
import { Incoming } from './incoming.ts'
import { createInspector } from './inspector.ts'
import { createLocalStorage } from './local-storage.ts'
import { createS3Storage } from './s3-storage.ts'
import { Uploads } from './uploads.ts'

/** Everything about files of a node that has them. */
export type Files = {
  links: FileLinks
  storage: FileStorage
  uploads: Uploads
  fileBytesMax: number
  /** There may be something to erase. */
  wake(): void
  close(): Promise<void>
}

/** What opening them takes. */
export type FilesOptions = {
  table: FileTable
  clock: Clock
  counters: Counters
  log: Log
  /** The data directory, if this process has one alone. */
  dataDirectory: string | null
}

/** Opens what the settings say about files; null when they name no place for them. */
export async function openFiles(config: FilesConfig, options: FilesOptions): Promise<Files | null> {
  const { table, clock, counters, log, dataDirectory } = options
  const { storage: place, fileBytesMax, space } = config
  if (!place) {
    log.warn('files-off')
    return null
  }
  const links = new FileLinks(await table.readLinkKey(), () => clock.now())
  const storage = place.kind === 's3' ? createS3Storage(place) : createLocalStorage(place.directory)
  const incoming =
    dataDirectory === null ? Incoming.inTemporaryDirectory() : Incoming.inDataDirectory(dataDirectory)
  const inspector = createInspector()
  const uploads = new Uploads({ table, storage, incoming, inspector, clock, counters, fileBytesMax, space })
  const sweep = new FileSweep({ table, storage, incoming, clock, counters, log })
  return {
    links,
    storage,
    uploads,
    fileBytesMax,
    wake: () => sweep.wake(),
    async close() {
      inspector.close()
      await uploads.idle()
      await sweep.close()
      await storage.close()
      incoming.close()
    },
  }
}
