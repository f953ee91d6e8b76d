import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

export const announcer = {
  many: (count: number, names: string) =>
    `${plural(count, { one: '# nouveau message', other: '# nouveaux messages' })} de ${names}`,
  says: (name: Isolated, text: Isolated) => `${name} : ${text}`,
  mentionsYou: (name: Isolated, text: Isolated) => `${name} te mentionne : ${text}`,
}
