import { mkdtemp, rm, stat } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Clients, isThere } from './clients.js';
import type { Run } from './measure.js';
import { sizesOf, type Sizes } from './sizes.js';
import { startServer, type StandIn } from './stand-in.js';
import { figure, markdown, median, spread, type Line } from './table.js';

interface Bench {
  readonly sizes: Sizes;
  readonly clients: Clients;
  readonly server: StandIn;
}

/** Runs two programs in turn, each first as often as the other, so that what else the machine does meets both. */
async function pairs(
  rounds: number,
  ours: () => Promise<Run>,
  theirs: () => Promise<Run>,
): Promise<readonly (readonly [ours: Run, theirs: Run])[]> {
  const runs: [Run, Run][] = [];
  for (let round = 0; round < rounds; round += 1) {
    if (round % 2 === 0) runs.push([await ours(), await theirs()]);
    else {
      const second = await theirs();
      runs.push([await ours(), second]);
    }
  }
  return runs;
}

/** The importer's rows a second against another client's; one that loses rows is told by how many it made. */
async function against(
  { clients, server }: Bench,
  rounds: number,
  [people, others]: readonly [number, number],
  [what, target]: readonly [string, string],
  other: () => Promise<Run>,
): Promise<Line> {
  let made = 0;
  const counted = async (): Promise<Run> => {
    const [run, seen] = await server.watch(other);
    made += seen.creates;
    return run;
  };
  const runs = await pairs(rounds, () => clients.importer(people), counted);
  const ratios = runs.map(([ours, theirs]) => people / ours.seconds / (others / theirs.seconds));
  const [ours, theirs] = [0, 1].map((at) => median(runs.map((pair) => pair[at]?.seconds ?? 0)));
  const lost = others * rounds - made;
  const figures = `${figure(people / (ours ?? 0))} and ${figure(others / (theirs ?? 0))} rows/s`;
  const loss = lost === 0 ? '' : `; it lost ${figure((lost / others / rounds) * 100)} % of its rows`;
  return [what, spread(ratios), target, `${figures}, ${figure(people)} rows${loss}`];
}

async function speed(bench: Bench): Promise<readonly Line[]> {
  const { clients, sizes } = bench;
  const { rounds, speed: people, curl } = sizes;
  const few = Math.min(rounds, 3);
  const same = [people, people] as const;
  const lines = [
    await against(bench, rounds, same, ['rows/s / bare loop of its HTTP client', '>= 0.85'], () =>
      clients.bareClient(people),
    ),
    await against(bench, few, same, ['rows/s / naive script, all calls at once', ''], () =>
      clients.naiveScript(people),
    ),
  ];
  if (isThere(['python3', '-c', 'import requests'])) {
    const what = 'rows/s / Python requests, 10 threads';
    lines.push(await against(bench, few, same, [what, ''], () => clients.requests(people)));
  } else lines.push(['rows/s / Python requests, 10 threads', '', '', 'skipped: not installed']);
  if (isThere(['curl', '--version'])) {
    const what = 'rows/s / `xargs -P10 curl`';
    lines.push(await against(bench, few, [people, curl], [what, ''], () => clients.curl(curl)));
  } else lines.push(['rows/s / `xargs -P10 curl`', '', '', 'skipped: not installed']);
  return lines;
}

async function dryRunSpeed({ clients, sizes }: Bench): Promise<Line> {
  const people = sizes.dryRun;
  const { size } = await stat(await clients.file(people));
  const runs = await pairs(
    sizes.rounds,
    () => clients.dryRun(people),
    () => clients.bareParser(people),
  );
  const ratios = runs.map(([ours, theirs]) => theirs.seconds / ours.seconds);
  const speeds = [0, 1].map((at) => size / 1e6 / median(runs.map((pair) => pair[at]?.seconds ?? 0)));
  const [ours = 0, theirs = 0] = speeds;
  const figures = `${ours.toFixed(1)} and ${theirs.toFixed(1)} MB/s, ${figure(people)} rows`;
  return ['dry run, MB/s / csv-parse alone', spread(ratios), '>= 0.60', figures];
}

/** Memory of growing files as a ratio to the first of them, and what one more row costs in the last step and in the first. */
async function growth(
  kind: string,
  sizes: readonly number[],
  run: (people: number) => Promise<Run>,
): Promise<readonly Line[]> {
  const runs: (Run & { readonly people: number })[] = [];
  for (const people of sizes) runs.push({ people, ...(await run(people)) });
  const [first, ...others] = runs;
  if (first === undefined) return [];
  const memory = others.map((one): Line => {
    const what = `${kind}, peak memory, ${figure(one.people)} / ${figure(first.people)} rows`;
    const figures = `${figure(one.peak)} and ${figure(first.peak)} MiB`;
    return [what, (one.peak / first.peak).toFixed(2), '<= 1.30', figures];
  });
  // Between two sizes, so that the program's start is in neither.
  const steps = others.map((one, at) => {
    const before = runs[at] ?? first;
    const milliseconds = ((one.cpuSeconds - before.cpuSeconds) / (one.people - before.people)) * 1_000;
    return { milliseconds, words: `${figure(before.people)} to ${figure(one.people)}` };
  });
  const [one, last] = [steps[0], steps.at(-1)];
  if (one === undefined || last === undefined || steps.length < 2) return memory;
  const what = `${kind}, CPU a row, ${last.words} / ${one.words}`;
  const figures = `${last.milliseconds.toFixed(3)} and ${one.milliseconds.toFixed(3)} ms`;
  return [...memory, [what, (last.milliseconds / one.milliseconds).toFixed(2), '1.00', figures]];
}

async function pace({ clients, sizes, server }: Bench): Promise<readonly Line[]> {
  const { people, rate } = sizes.paced;
  const [{ seconds }, { creates, busiest }] = await server.watch(() => clients.importer(people, rate));
  const wished = people / rate;
  const took = `${seconds.toFixed(1)} s for ${figure(people)} rows at ${figure(rate)} a second`;
  const most = `${figure(busiest)} at most in any second at --rate ${figure(rate)}`;
  return [
    ['paced: time / (rows / rate)', (seconds / wished).toFixed(2), '', took],
    ['paced: busiest second / rate', (busiest / rate).toFixed(2), '', most],
    ['creates / row', (creates / people).toFixed(2), '1.00', `${figure(creates)} for ${figure(people)} rows`],
  ];
}

async function main(command: readonly string[]): Promise<void> {
  const sizes = sizesOf(command);
  const start = performance.now();
  const folder = await mkdtemp(join(tmpdir(), 'import-bench-'));
  try {
    await using server = await startServer();
    const clients = new Clients(folder, server.origin);
    const bench = { sizes, clients, server };
    const lines = [
      ...(await speed(bench)),
      await dryRunSpeed(bench),
      ...(await growth('dry run', sizes.rehearsals, (people) => clients.rehearsal(people))),
      ...(await growth('import', sizes.imports, (people) => clients.importer(people))),
      ...(await pace(bench)),
    ];
    const [cpu] = cpus();
    const machine = `${cpus().length} cores (${cpu?.model.trim() ?? 'unknown'}), Node ${process.versions.node}`;
    const minutes = ((performance.now() - start) / 60_000).toFixed(1);
    process.stdout.write(`${markdown(lines)}\n\n${machine}; ${minutes} minutes.\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main(process.argv.slice(2));
