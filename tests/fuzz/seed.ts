/** The seed of this run: another each time, or the one that is asked for. Whoever prints a finding prints it. */
export function seedOfThisRun(): number {
  return Number(process.env.CONFAB_FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31))
}
