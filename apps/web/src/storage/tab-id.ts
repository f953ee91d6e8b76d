import { createId, type TabId } from '@confab/protocol'
import { type After, askIsAlive, type TabLine } from './tab-line.ts'

const TAB_ID = 'confab-tab'
const TAB_IS_FREE = 'confab-tab-free'

/**
 * Which tab this is. Kept in sessionStorage, so that a reload is the same tab and takes its own connection over. A
 * duplicated tab is born with a copy of that storage while the first still lives: a tab that goes away marks its id as
 * free, and an id found without the mark is taken only if nobody answers to it.
 */
export async function claimTabId(options: {
  session: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null
  asker: string
  line: TabLine
  after: After
}): Promise<TabId> {
  const { session, asker, line, after } = options
  const kept = session?.getItem(TAB_ID) as TabId | null | undefined
  const isFree = session?.getItem(TAB_IS_FREE) === 'yes'
  session?.removeItem(TAB_IS_FREE)

  let isMine = Boolean(kept) && isFree
  if (kept && !isFree) {
    isMine = !(await askIsAlive({
      tabId: kept,
      asker,
      line,
      after,
      answered: (settle) =>
        line.hear((word) => {
          if (word.word === 'alive' && word.tabId === kept && word.to === asker) settle(true)
        }),
    }))
  }
  const tabId = kept && isMine ? kept : createId<TabId>()
  session?.setItem(TAB_ID, tabId)
  return tabId
}

/** The page goes away: whoever finds this id next in sessionStorage may have it. */
export function freeTabId(session: Pick<Storage, 'setItem'>): void {
  session.setItem(TAB_IS_FREE, 'yes')
}

/** The page came back from the browser's page cache: the id is taken again. */
export function holdTabId(session: Pick<Storage, 'removeItem'>): void {
  session.removeItem(TAB_IS_FREE)
}
