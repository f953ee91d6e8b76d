/** Whatever comes so close to what is seen of the list is fetched, as a share of its height. */
const NEAR = '100%'

/** Tells whether an element is on the screen, or will soon be scrolled there. */
export function near(changed: (isNear: boolean) => void): (element: Element) => () => void {
  return (element) => {
    const observer = new IntersectionObserver((entries) => changed(entries.at(-1)?.isIntersecting ?? false), {
      root: element.closest('[role="log"]'),
      rootMargin: `${NEAR} 0px`,
    })
    observer.observe(element)
    return () => observer.disconnect()
  }
}
