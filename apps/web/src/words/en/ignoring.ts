import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

/** Somebody whom one would rather not read. */
export const ignoring = {
  further: 'Ignore…',
  ignore: 'Ignore',
  heed: 'Stop ignoring',
  title: (name: Isolated) => `Ignore ${name}?`,
  means: (name: Isolated) =>
    `What ${name} writes in this room is folded away on all your devices, counts as nothing new, and calls you for nothing. Neither they nor anybody else is told.`,
  heedTitle: (name: Isolated) => `Stop ignoring ${name}?`,
  heedMeans: (name: Isolated) => `You see again what ${name} writes, and what they wrote meanwhile.`,
  line: (count: number) =>
    plural(count, {
      one: '# message from somebody you ignore',
      other: '# messages from somebody you ignore',
    }),
  show: 'Show',
  list: 'Ignored here',
  failed: 'That did not work. Check your connection, then try again.',
}
