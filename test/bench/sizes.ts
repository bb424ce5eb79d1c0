/** How many people each part of the benchmark has, and how often pairs are repeated. */
export interface Sizes {
  readonly rounds: number;
  /** Creates at full speed. */
  readonly speed: number;
  /** Against a process a call. */
  readonly curl: number;
  readonly dryRun: number;
  readonly paced: { readonly people: number; readonly rate: number };
  /** Dry runs for memory and cost, the smallest first. */
  readonly rehearsals: readonly number[];
  /** Real creates for memory and cost, the smallest first. */
  readonly imports: readonly number[];
}

const usual: Sizes = {
  rounds: 3,
  speed: 8_000,
  curl: 500,
  dryRun: 30_000,
  paced: { people: 2_000, rate: 200 },
  rehearsals: [10_000, 100_000, 1_000_000],
  imports: [5_000, 15_000, 45_000],
};

/** For a busy machine, or one in a hurry. */
const short: Sizes = {
  rounds: 3,
  speed: 5_000,
  curl: 200,
  dryRun: 30_000,
  paced: { people: 1_000, rate: 200 },
  rehearsals: [10_000, 20_000, 40_000],
  imports: [2_000, 5_000, 10_000],
};

/** Everything once, and next to nothing of it: shows that the benchmark runs, and no speed. */
const smallest: Sizes = {
  rounds: 1,
  speed: 20,
  curl: 5,
  dryRun: 50,
  paced: { people: 10, rate: 200 },
  rehearsals: [10],
  imports: [10, 20, 40],
};

/** The sizes that a command line asks for. */
export function sizesOf(command: readonly string[]): Sizes {
  if (command.includes('--smallest')) return smallest;
  if (command.includes('--short')) return short;
  return command.includes('--full') ? { ...usual, imports: [...usual.imports, 1_000_000] } : usual;
}
