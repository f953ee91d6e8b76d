import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

export const announcer = {
  many: (count: number, names: string) =>
    `${plural(count, { one: '# mensaje nuevo', other: '# mensajes nuevos' })} de ${names}`,
  says: (name: Isolated, text: Isolated) => `${name}: ${text}`,
  mentionsYou: (name: Isolated, text: Isolated) => `${name} te menciona: ${text}`,
}
