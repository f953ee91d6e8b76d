/** For what may be wider than its place: it can be reached by keyboard while there is something to scroll to, and only then. */
export function scrollsSideways(element: HTMLElement): () => void {
  const observer = new ResizeObserver(() => {
    if (element.scrollWidth > element.clientWidth) element.tabIndex = 0
    else element.removeAttribute('tabindex')
  })
  observer.observe(element)
  return () => observer.disconnect()
}
