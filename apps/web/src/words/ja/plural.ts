import { pluralOf } from '../plural.ts'

export const { choose, plural } = pluralOf<never>('ja')
