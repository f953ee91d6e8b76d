import { createId, type Hello, type TabId } from '@confab/protocol'

/** A hello of somebody new in a tab of their own, with what is to be different. */
export const aHello = (fields: Partial<Hello> = {}): Hello => ({
  type: 'hello',
  token: null,
  tabId: createId<TabId>(),
  client: 'tests',
  resume: [],
  ...fields,
})
