import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

export const announcer = {
  many: (count: number, names: string) =>
    `${plural(count, {
      zero: '# رسالة جديدة',
      one: 'رسالة جديدة',
      two: 'رسالتان جديدتان',
      few: '# رسائل جديدة',
      many: '# رسالة جديدة',
      other: '# رسالة جديدة',
    })} من ${names}`,
  says: (name: Isolated, text: Isolated) => `${name}: ${text}`,
  mentionsYou: (name: Isolated, text: Isolated) => `${name} يشير إليك: ${text}`,
}
