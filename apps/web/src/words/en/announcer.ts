import type { Isolated } from '../isolate.ts'
import { plural } from './plural.ts'

export const announcer = {
  /** `names` is a list: `Ana, Bo and 2 others`. */
  many: (count: number, names: string) =>
    `${plural(count, { one: '# new message', other: '# new messages' })} from ${names}`,
  says: (name: Isolated, text: Isolated) => `${name}: ${text}`,
  mentionsYou: (name: Isolated, text: Isolated) => `${name} mentions you: ${text}`,
}
