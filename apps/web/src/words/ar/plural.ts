import { pluralOf } from '../plural.ts'

export const { choose, plural } = pluralOf<'zero' | 'one' | 'two' | 'few' | 'many'>('ar')
