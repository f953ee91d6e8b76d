/** Loads the page as the server has it now. What that takes is loaded when it is needed; where not even that comes, a plain reload has to do. */
export const reload = (): Promise<void> =>
  import('./load-anew.ts').then(
    ({ loadAnew }) => loadAnew(),
    () => location.reload(),
  )
