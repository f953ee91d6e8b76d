const HABIT_KEY = 'confab-enter'

// Where a finger writes, the keyboard has no other way to a new line.
const isTouch = matchMedia('(hover: none) and (pointer: coarse)').matches

function kept(): boolean {
  try {
    const habit = localStorage.getItem(HABIT_KEY)
    return habit === null ? !isTouch : habit === 'posts'
  } catch {
    return !isTouch
  }
}

let entersPost = $state(kept())

/** What Enter does in this browser: it posts, or it begins a line and Ctrl+Enter posts. */
export const enterHabit = {
  isTouch,
  get entersPost(): boolean {
    return entersPost
  },
  set entersPost(posts: boolean) {
    entersPost = posts
    try {
      localStorage.setItem(HABIT_KEY, posts ? 'posts' : 'breaks')
    } catch {
      // A browser that keeps nothing does so until the page goes.
    }
  },
}
