import { parse } from '@confab/markdown/parse'
import type { Tree } from '@confab/markdown/tree'

/** Bodies kept as trees: what the windows of two rooms hold. Each is at most as large as a body can be. */
const TREES_MAX = 600

const trees = new Map<string, Tree>()

/** `parse`, which for a body seen lately costs nothing: rows come and go while somebody scrolls. */
export function parsed(body: string): Tree {
  const known = trees.get(body)
  if (known) trees.delete(body)
  const tree = known ?? parse(body)
  // The one used longest ago stands first, and goes.
  trees.set(body, tree)
  const [oldest] = trees.keys()
  if (trees.size > TREES_MAX && oldest !== undefined) trees.delete(oldest)
  return tree
}
