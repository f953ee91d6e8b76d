/** Sends rows of one kind in one statement, a column for each of its values; none costs nothing. */
export type SendRows = <Row>(
  statement: { name: string; text: string },
  rows: readonly Row[],
  ...columns: ((row: Row) => unknown)[]
) => void
