import type { Store } from '../store.ts'

/** The store the tests of a contract share. Each test brings rooms and people of its own. */
export type Harness = { readonly store: Store; reopen(): Promise<void> }
