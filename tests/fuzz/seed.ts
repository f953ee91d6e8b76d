/** The seed where a failure has to mean that a change brought it. */
const SEED_IN_CI = 20_261_122

/**
 * The seed of this run: another each time on a person's machine, where a find is welcome, and always the same in CI. Or the one that
 * is asked for. Whoever prints a finding prints it.
 */
export function seedOfThisRun(): number {
  const { CONFAB_FUZZ_SEED, CI } = process.env
  if (CONFAB_FUZZ_SEED !== undefined) return Number(CONFAB_FUZZ_SEED)
  return CI ? SEED_IN_CI : Math.floor(Math.random() * 2 ** 31)
}
